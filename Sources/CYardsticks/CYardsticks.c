#include "CYardsticks.h"

#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>

uint64_t yardstick_read(const char *path) {
    char message[PCAP_ERRBUF_SIZE];
    pcap_t *pcap = pcap_open_offline(path, message);
    if (!pcap) return 0;
    struct pcap_pkthdr *header;
    const u_char *octets;
    uint64_t packets = 0;
    while (pcap_next_ex(pcap, &header, &octets) == 1) packets++;
    pcap_close(pcap);
    return packets;
}

/// Open addressing with linear probing; names lie one behind the other in `octets`.
struct name_table {
    struct name { uint64_t hash; uint64_t count; size_t start; size_t length; } *names;
    size_t capacity, used;
    uint8_t *octets;
    size_t octets_capacity, octets_used;
};

static void count_name(struct name_table *table, const uint8_t *name, size_t length, uint64_t hash) {
    if (2 * table->used >= table->capacity) {
        size_t capacity = table->capacity ? 2 * table->capacity : 1024;
        struct name *names = calloc(capacity, sizeof *names);
        if (!names) abort();
        for (size_t i = 0; i < table->capacity; i++) {
            if (!table->names[i].count) continue;
            size_t slot = table->names[i].hash & (capacity - 1);
            while (names[slot].count) slot = (slot + 1) & (capacity - 1);
            names[slot] = table->names[i];
        }
        free(table->names);
        table->names = names;
        table->capacity = capacity;
    }
    size_t slot = hash & (table->capacity - 1);
    for (struct name *known; (known = &table->names[slot])->count; slot = (slot + 1) & (table->capacity - 1)) {
        if (known->hash == hash && known->length == length
            && !memcmp(table->octets + known->start, name, length)) {
            known->count++;
            return;
        }
    }
    if (table->octets_used + length > table->octets_capacity) {
        table->octets_capacity = 2 * table->octets_capacity + 4096;
        table->octets = realloc(table->octets, table->octets_capacity);
        if (!table->octets) abort();
    }
    memcpy(table->octets + table->octets_used, name, length);
    table->names[slot] = (struct name){hash, 1, table->octets_used, length};
    table->octets_used += length;
    table->used++;
}

/// The place behind a name, or `end` when it does not end before that.
static size_t skip_name(const uint8_t *octets, size_t position, size_t end) {
    while (position < end && octets[position]) {
        if (octets[position] >= 0xC0) return position + 2;
        position += octets[position] + 1;
    }
    return position + 1;
}

static void read_message(struct name_table *table, const uint8_t *octets, size_t end, uint64_t *records) {
    if (end < 17 || octets[4] || octets[5] != 1) return;
    uint8_t name[256];
    size_t length = 0, position = 12;
    uint64_t hash = 0xCBF29CE484222325;
    while (position < end && octets[position]) {
        size_t next = position + octets[position] + 1;
        if (octets[position] >= 64 || next > end || length + next - position > 254) return;
        while (position < next) {
            uint8_t octet = octets[position++];
            if (octet >= 'A' && octet <= 'Z') octet |= 0x20;
            name[length++] = octet;
            hash = (hash ^ octet) * 0x100000001B3;
        }
    }
    count_name(table, name, length, hash ^ hash >> 32);
    position += 5;
    unsigned count = (octets[6] << 8 | octets[7]) + (octets[8] << 8 | octets[9]) + (octets[10] << 8 | octets[11]);
    while (count-- && position < end) {
        position = skip_name(octets, position, end);
        if (position + 10 > end) return;
        position += 10 + (octets[position + 8] << 8 | octets[position + 9]);
        ++*records;
    }
}

uint64_t yardstick_count_names(const char *path) {
    char message[PCAP_ERRBUF_SIZE];
    pcap_t *pcap = pcap_open_offline(path, message);
    if (!pcap) return 0;
    struct name_table table = {0};
    struct pcap_pkthdr *header;
    const u_char *octets;
    volatile uint64_t sink;
    uint64_t records = 0;
    while (pcap_next_ex(pcap, &header, &octets) == 1) {
        size_t end = header->caplen, position = 14;
        if (end < 42) continue;
        if (octets[12] == 0x08 && octets[13] == 0x00) {
            if (octets[23] != 17) continue;
            position += (octets[14] & 15) * 4;
        } else if (octets[12] == 0x86 && octets[13] == 0xDD && octets[20] == 17) {
            position += 40;
        } else {
            continue;
        }
        if (position + 8 > end) continue;
        const u_char *udp = octets + position;
        if ((udp[0] || udp[1] != 53) && (udp[2] || udp[3] != 53)) continue;
        read_message(&table, udp + 8, end - position - 8, &records);
    }
    sink = records;
    (void)sink;
    uint64_t names = table.used;
    free(table.names);
    free(table.octets);
    pcap_close(pcap);
    return names;
}
