import ArgumentParser

@main
struct DNSScan: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "dnsscan")
}
