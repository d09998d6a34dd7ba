// Placeholder until shared by tests.
