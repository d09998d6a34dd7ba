package import NetworkTypes

/// The vendors of hardware addresses, as far as a small table knows them.
package enum HardwareVendor {
    /// The vendor of an address, or `nil` when the table does not have it.
    package static func name(of address: HardwareAddress) -> String? {
        vendors[address.vendorPrefix]
    }

    private static let vendors: [UInt32: String] = assignments.reduce(into: [:]) { vendors, assignment in
        for word in assignment.prefixes.split(whereSeparator: \.isWhitespace) {
            if let prefix = UInt32(word, radix: 16) { vendors[prefix] = assignment.vendor }
        }
    }

    /// Prefixes of 24 bits by vendor: hypervisors, and frequent makers of devices that have few prefixes.
    ///
    /// Source: IEEE registration authority, MA-L, as of August 2022 (oui.csv).
    private static let assignments: [(vendor: String, prefixes: String)] = [
        // QEMU and libvirt begin their addresses so, in the range that software may choose from.
        ("QEMU virtual machine", "525400"),
        ("VMware virtual machine", "000569 000c29 001c14 005056"),
        ("VirtualBox virtual machine", "080027"),
        ("Xen virtual machine", "00163e"),
        ("Hyper-V virtual machine", "00155d"),
        ("Parallels virtual machine", "001c42"),
        ("Raspberry Pi", "28cdc1 b827eb dca632 e45f01"),
        (
            "Espressif",
            """
            083a8d 083af2 08b61f 0c8b95 0cb815 0cdc7e 10521c 1091a8 1097bd 18fe34 1c9dc2 240ac4 244cab
            2462ab 246f28 24a160 24b2de 24d7eb 2c3ae8 2cf432 308398 30aea4 30c6f7 348518 34865d 349454
            34ab95 34b472 3c6105 3c71bf 3ce90e 4022d8 409151 40f520 441793 4827e2 483fda 485519 48e729
            4c11ae 4c7525 4cebd6 500291 5443b2 545aa6 58bf25 58cf79 5ccf7f 600194 6055f9 64e833 686725
            68b6b3 68c63a 70039f 70041d 70b8f6 782184 78e36d 7c87ce 7c9ebd 7cdfa1 80646f 807d3a 840d8e
            84cca8 84f3eb 84f703 84fce6 8c4b14 8caab5 8cce4e 90380c 9097d5 943cc6 94b555 94b97e 94e686
            98cdac 98f4ab 9c9c1f a020a6 a0764e a0b765 a47b9d a4cf12 a4e57c a8032a a842e3 a848fa ac0bfb
            ac67b2 acd074 b48a0a b4e62d b8d61a b8f009 bcddc2 bcff4d c049ef c04e30 c44f33 c45bbe c4dd57
            c4dee2 c82b96 c8c9a3 c8f09e cc50e3 ccdba7 d4d4da d4f98d d8a01d d8bfc0 d8f15b dc4f22 dc5475
            e05a1b e09806 e0e2e6 e831cd e868e7 e89f6d e8db84 ec6260 ec94cb ecda3b ecfabc f008d1 f412fa
            f4cfa2 fcf5c4
            """
        ),
        (
            "Google",
            """
            001a11 00f620 089e08 08b4b1 0cc413 14223b 14c14e 1c53f9 1cf29a 201f3b 20dfb9 240588 242934
            24e50f 28bd89 30fd38 3886f7 388b59 3c286d 3c5ab4 3c8d20 44070b 44bb3b 48d6d5 546009 582429
            58cb52 60706c 60b76e 703acb 747446 7c2ebd 7cd95c 883d24 88541f 900cc8 90cafa 9495a0 94eb2c
            98d293 9c4f5f a47733 ac3eb1 ac6784 b02a43 b06a41 b0e4d5 bcdf58 c82add cca7c1 ccf411 d43a2c
            d4f547 d86c63 d88c79 d8eb46 dce55b e45e1b e4f042 f05c77 f072ea f0ef86 f40304 f4f5d8 f4f5e8
            f80ff9 f81a2b f88fca
            """
        ),
        ("Super Micro", "002590 003048 0cc47a 3cecef 7cc255 ac1f6b"),
        (
            "AVM",
            """
            00040e 00150c 001a4f 001c4a 001f3f 0024fe 0896d7 1ced6f 246511 2c3afd 2c91ab 3431c4 3481c4
            3810d5 3c3712 3ca62f 444e6d 50e636 5c4979 74427f 7cff4d 989bcb 9cc7a6 b0f208 bc0543 c02506
            c80e14 ccce1e d012cb dc15c8 dc396f e0286d e8df70 f0b014
            """
        ),
        (
            "Ubiquiti",
            """
            00156d 002722 0418d6 18e829 245a4c 24a43c 44d9e7 602232 687251 68d79a 70a741 7483c2 74acb9
            784558 788a20 802aa8 942a6f ac8ba9 b4fbe4 d021f9 dc9fdb e063da e43883 f09fc2 f492bf f4e2c6
            fcecda
            """
        ),
        (
            "MikroTik",
            """
            000c42 085531 18fd74 2cc81b 488f5a 4c5e0c 64d154 6c3b6b 744d28 b869f4 c4ad34 cc2de0 d4ca6d
            dc2c6e e48d8c
            """
        ),
        (
            "Fortinet",
            """
            00090f 000ce6 04d590 085b0e 704ca5 906cac 94f392 94ff3c ac712e d476a0 e023ff e81cba e8edd6
            """
        ),
        (
            "Palo Alto Networks",
            """
            001b17 00869c 080342 08306b 08661f 240b0a 34e5ec 58493b 5c58e6 647ce8 786d94 7c89c1 84d412
            8c367a 945641 b40c25 c42456 d41d71 d49cf4 d4f4be dc0e96 e4a749 e8986d ec6881 fc101a
            """
        ),
        ("Synology", "001132 9009d0"),
        ("QNAP", "245ebe e843b6"),
        (
            "Netgear",
            """
            00095b 000fb5 00146c 00184d 001b2f 001e2a 001f33 00223f 0024b2 0026f2 008ef2 04a151 08028e
            0836c9 08bd43 100c6b 100d7f 10da43 1459c0 200cc8 204e7f 20e52a 288088 28c68e 2c3033 2cb05d
            30469a 3498b5 3894ed 3c3786 405d82 4494fc 44a56e 4c60de 504a6e 506a03 6cb0ce 6ccdd6 744401
            78d294 803773 80cc9c 841b5e 8c3bad 941865 94a67e 9c3dcf 9cc9eb 9cd36d a00460 a021b7 a040a0
            a06391 a42b8c b03956 b07fb9 b0b98a bca511 c03f0e c0ffd4 c40415 c43dc7 c89e43 cc40d0 dcef09
            e0469a e046ee e091f5 e4f4c6 e8fcaf f87394
            """
        ),
        ("Realtek", "00e04c"),
        (
            "Dell",
            """
            00065b 000874 000bdb 000d56 000f1f 001143 00123f 001372 001422 0015c5 00188b 0019b9 001aa0
            001c23 001d09 001e4f 001ec9 002170 00219b 002219 0023ae 0024e8 002564 0026b9 004e01 00b0d0
            00be43 00c04f 04bf1b 089204 0c29ef 106530 107d1a 109836 141877 149ecf 14b31f 14feb5 180373
            185a58 1866da 18a99b 18dbf2 18fb7b 1c4024 1c721d 20040f 204747 246e96 247152 24b6fd 28f10e
            2cea7f 30d042 3417eb 3448ed 34735a 34e6d7 381428 3c2c30 405cfd 44a842 484d7e 4c7625 4cd98f
            509a4c 544810 549f35 54bf64 588a5a 5c260a 5cf9dd 601895 605b30 64006a 684f64 6c2b59 6c3c8c
            70b5e8 747827 74867a 7486e2 74e6e2 782bcb 7845c4 78ac44 801844 842b2b 847beb 848f69 886fd4
            8c04ba 8c47be 8cec4b 908d6e 90b11c 9840bb 989096 98e743 a02919 a41f72 a44cc8 a4badb a4bb6d
            a89969 b04f13 b07b25 b083fe b44506 b4e10f b82a72 b88584 b8ac6f b8ca3a b8cb29 bc305b c025a5
            c03eba c45ab1 c81f66 c84bd6 c8f750 cc483a cc96e5 ccc5e5 d0431e d067e5 d08e79 d09466 d481d7
            d4ae52 d4bed9 d89ef3 d8d090 dcf401 e0d848 e0db55 e4434b e454e8 e4b97a e4f004 e8b5d0 ec2a72
            ecf4bb f01faf f04da2 f0d4e2 f40270 f48e38 f4ee08 f8b156 f8bc12 f8cab8 f8db88
            """
        ),
        (
            "Intel",
            """
            0012f0 001302 001320 0013ce 0013e8 001500 001517 00166f 001676 0016ea 0016eb 0018de 0019d1
            0019d2 001b21 001b77 001cbf 001cc0 001de0 001de1 001e64 001e65 001e67 001f3b 001f3c 00215c
            00215d 00216a 00216b 0022fa 0022fb 002314 002315 0024d6 0024d7 0026c6 0026c7 00270e 002710
            0028f8 004238 00919e 009337 00a554 00bb60 00c2c6 00d49e 00d76d 00dbdf 00e18c 0433c2 0456e5
            046c59 04cf4b 04d3b0 04e8b9 04ea56 04ecd8 04ed33 081196 085bd6 086ac5 087190 088e90 089df4
            08d23e 08d40c 0c5415 0c7a15 0c8bfd 0c9192 0c9a3c 0cd292 0cdd24 1002b5 100ba9 102e00 103d1c
            104a7d 105107 10a51d 10f005 10f60a 1418c3 144f8a 14755b 14857f 14abc5 14f6d8 181dea 182649
            183da2 185680 185e0f 18cc18 18ff0f 1c1bb5 1c4d70 1c9957 1cc10c 2016b9 201e88 203a43 207918
            20c19b 24418c 247703 24ee9a 2811a8 2816ad 286b35 287fcf 28b2bd 28c5d2 28c63f 28d0ea 28dfeb
            2c0da7 2c3358 2c6dc1 2c6e85 2c8db1 2cdb07 300505 302432 303a64 303ea7 30894a 30e37a 30f6ef
            340286 3413e8 342eb7 34415d 347df6 34c93d 34cff6 34de1a 34e12d 34e6ad 34f39a 34f64b 380025
            386893 387a0e 3887d5 38baf8 38dead 38fc98 3c219c 3c58c2 3c6aa7 3c9c0f 3ca9f4 3ce9f7 3cf011
            3cf862 3cfdfe 401c83 4025c2 4074e0 40a3cc 40a6b7 40ec99 44032c 444988 448500 44af28 44e517
            484520 4851b7 4851c5 48684a 4889e7 48a472 48ad9a 48f17f 4c034f 4c1d96 4c3488 4c445b 4c77cb
            4c796e 4c79ba 4c8093 4ceb42 50284a 502da2 502f9b 5076af 507c6f 508492 50e085 50eb71 5414f3
            546ceb 548d5a 581cf8 586c25 586d67 5891cf 58946b 58961d 58a023 58a839 58ce2a 58fb84 5c514f
            5c5f67 5c80b6 5c879c 5cc5d4 5ccd5b 5cd2e4 5ce0c5 5ce42a 6036dd 605718 606720 606c66 60a5e2
            60dd8e 60e32b 60f262 60f677 6432a8 64497d 644c36 645d86 646ee0 6479f0 648099 64bc58 64d4da
            64d69a 6805ca 680715 681729 683e26 68545a 685d43 687a64 68ecc5 6c2995 6c6a77 6c8814 6c9466
            6ca100 6cfe54 701ab8 701ce7 703217 709cd1 70a6cc 70a8d3 70cd0d 70cf49 70d823 7404f1 7413ea
            743af4 7470fd 74d83e 74e50b 74e5f9 780cb8 782b46 78929c 78af08 78ff57 7c214a 7c2a31 7c5079
            7c5cf8 7c67a2 7c70db 7c7635 7c7a91 7cb0c2 7cb27d 7cb566 7cccb8 80000b 801934 803253 8038fb
            8045dd 8086f2 809b20 80b655 84144d 841b77 843a4b 845cf3 84683e 847b57 84a6c8 84c5a6 84ef18
            84fdd1 88532e 887873 88b111 88d82e 8c1759 8c1d96 8c554a 8c705a 8c8d28 8ca982 8cb87e 8cc681
            8cf8c5 9009df 902e1c 9049fa 9061ae 906584 907841 90ccdf 90e2ba 94659c 94b86d 94e23c 94e6f7
            94e70b 982cbc 983b8f 9843fa 984fee 98541b 98597a 988d46 98af65 9c2976 9c4e36 9cda3e 9cfce8
            a02942 a0369f a0510b a05950 a08069 a08869 a088b4 a0a4c5 a0a8cd a0afbd a0c589 a0d37a a0e70b
            a402b9 a434d9 a4423b a44e31 a46bb6 a4b1c1 a4bf01 a4c3f0 a4c494 a4f933 a864f1 a86daa a87eea
            ac1203 ac198e ac2b6e ac5afc ac675d ac7289 ac74b1 ac7ba1 ac8247 aced5c acfdce b0359f b03cdc
            b06088 b07d64 b0a460 b0dcef b40ede b46921 b46bfc b46d83 b48351 b49691 b4b676 b4d5bd b80305
            b808cf b88198 b88a60 b89a2a b8b81e b8bf83 bc0358 bc091b bc0f64 bc17b8 bc542f bc6ee2 bc7737
            bca8a6 bcf171 c03c59 c0a5e8 c0b6f9 c0b883 c403a8 c42360 c43d1a c475ab c48508 c4bde5 c4d0e3
            c4d987 c809a8 c82158 c8348e c858c0 c85ea9 c8b29b c8cb9e c8e265 c8f733 cc1531 cc2f71 cc3d82
            ccd9ac ccf9e4 d03c1f d0577b d07e35 d0abd5 d0c637 d4258b d43b04 d4548b d46d6d d4d252 d4d853
            d4e98a d83bbf d8f2ca d8f883 d8fc93 dc1ba1 dc2148 dc215c dc41a9 dc4628 dc5360 dc7196 dc8b28
            dca971 dcfb48 e02be9 e02e0b e09467 e09d31 e0c264 e0d045 e0d464 e0d4e8 e4029b e40d36 e442a6
            e45e37 e46017 e470b8 e4a471 e4a7a0 e4b318 e4f89c e4fafd e4fd45 e82aea e884a5 e8b1fc e8f408
            ec63d7 ece7a7 f0421c f057a6 f077c3 f09e4a f0b2b9 f0b61e f0d415 f0d5bf f40669 f42679 f43bd8
            f44637 f44ee3 f46d3f f47b09 f48c50 f49634 f4a475 f4b301 f4c88a f4ce23 f4d108 f81654 f83441
            f85971 f85ea0 f8633f f894c2 f89e94 f8ac65 f8b54d f8e4e3 f8f21e fc4482 fc7774 fcb3bc fcf8ae
            """
        ),
        (
            "Lenovo",
            """
            0012fe 002b67 10c595 1436c6 149fe8 28d244 38f3ab 503cc4 507b9d 5405db 54e1ad 60d9a0 68f728
            6c5f1c 70720d 809621 80cf41 84a938 88708c 8c1645 8c8caa 902e16 98fa9b 98ffd0 a41194 a48cdb
            ac3870 c85b76 c8ddc9 cc07e4 d4223f d87157 e86a64 ec89f5 f875a4
            """
        ),
        (
            "ASUS",
            """
            000c6e 000ea6 00112f 0011d8 0013d4 0015f2 001731 0018f3 001a92 001bfc 001d60 001e8c 001fc6
            002215 002354 00248c 002618 00e018 04421a 049226 04d4c4 04d9f5 08606e 086266 0c9d92 107b44
            10bf48 10c37b 14dae9 14dda9 1831bf 1c872c 1cb72c 20cf30 244bfe 2c4d54 2c56dc 2cfda1 305a3a
            3085a9 3497f6 382c4a 38d547 3c7c3f 40167e 40b076 485b39 4cedfb 50465d 50ebf6 5404a6 54a050
            581122 6045cb 60a44c 704d7b 708bcd 74d02b 7824af 7c10c9 88d7f6 90e6ba 9c5c8e a036bc a85e45
            ac220b ac9e17 b06ebf bcaec5 bcee7b c86000 c87f54 d017c2 d45d64 d850e6 e03f49 e0cb4e f02f74
            f07959 f46d04 f832e4 fc3497 fcc233
            """
        ),
        (
            "HP",
            """
            0001e6 0001e7 0002a5 0004ea 000802 000883 0008c7 000a57 000bcd 000d9d 000e7f 000eb3 000f20
            000f61 001083 0010e3 00110a 001185 001279 001321 0014c2 001560 001635 001708 0017a4 001871
            0018fe 0019bb 001a4b 001b78 001cc4 001e0b 001f29 00215a 002264 00237d 002481 0025b3 002655
            00306e 0030c1 00508b 0060b0 0068eb 00805f 0080a0 009c02 040e3c 080009 082e5f 101f74 10604b
            1062e5 10e7c6 1458d0 14cb19 186024 18a905 1cc1de 24be05 288023 28924a 2c233a 2c27d7 2c4138
            2c44fd 2c59e5 2c768a 3024a9 308d99 30e171 3464a9 3822e2 3863bb 38ca84 38eaa7 3c4a92 3c5282
            3ca82a 3cd92b 40a8f0 40b034 441ea1 443192 480fcf 489ebd 48ba4e 5065f3 508140 5820b1 5c60ba
            5c8a38 5cb901 643150 645106 68b599 6c02e0 6c3be5 6cc217 705a0f 7446a0 784859 78acc0 78e3b5
            78e7d1 80c16e 80ce62 80e82c 842afd 843497 846993 84a93e 8851fb 8cdcd4 9457a5 984be1 98e7f4
            9c7bef 9c8e99 9cb654 a01d48 a02bb8 a0481c a08cfd a0b3cc a0d3c1 a45d36 a8b13b ac162d ace2d3
            b00cd1 b0227a b05ada b05cda b499ba b4b52f b4b686 b8af67 bce92f bceafa c01803 c4346b c46516
            c85acf c8cbb8 c8d3ff c8d9d2 cc3e5f d07e28 d0bf9c d48564 d4c9ef d89d67 d8d385 dc4a3e e070ea
            e4115b e4e749 e83935 e8d8d1 ec8eb5 ec9a74 ecb1d7 f0921c f430b9 f43909 f4ce46 f80dac f8b46a
            fc15b4 fc3fdb
            """
        ),
    ]
}
