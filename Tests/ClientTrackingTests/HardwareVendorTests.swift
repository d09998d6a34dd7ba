import ClientTracking
import NetworkTypes
import Testing

@Suite struct HardwareVendorTests {
    @Test(arguments: [
        (0x08_00_27_AB_CD_EF, "VirtualBox virtual machine"), (0x00_50_56_00_00_01, "VMware virtual machine"),
        (0xB8_27_EB_00_00_01, "Raspberry Pi"), (0x52_54_00_12_34_56, "QEMU virtual machine"),
        (0x02_00_00_00_00_01, nil), (0xFF_FF_FF_00_00_01, nil),
    ])
    func vendors(bits: UInt64, expected: String?) {
        #expect(HardwareVendor.name(of: HardwareAddress(bits: bits)) == expected)
    }

    @Test func `flags of an address`() {
        // IEEE 802: the lowest bit of the first octet is a group's, the next one software's.
        #expect(HardwareAddress(bits: 0x02_00_00_00_00_01).isLocallyAdministered)
        #expect(!HardwareAddress(bits: 0x00_50_56_00_00_01).isLocallyAdministered)
        #expect(!HardwareAddress(bits: 0x01_00_5E_00_00_FB).isStation && !HardwareAddress(bits: 0).isStation)
        #expect(HardwareAddress(bits: 0x0A0B_0C0D_0E0F).description == "0a:0b:0c:0d:0e:0f")
    }
}
