import Testing

@testable import LinuxMachine

/// One line of somebody's environment file.
struct EnvironmentFileTests {
    @Test(arguments: [
        ("", "KEY=new\n"),
        ("A=1\n", "A=1\nKEY=new\n"),
        ("A=1", "A=1\nKEY=new\n"),
        ("KEY=old\nB=2\n", "KEY=new\nB=2\n"),
        ("A=1\n# KEY=no\nexport KEY='old'   # why\nB=2\n", "A=1\n# KEY=no\nKEY=new   # why\nB=2\n"),
        ("KEY=one\nA=1\nKEY=two\n", "KEY=new\nA=1\n"),
        ("A=\"x\nKEY=inside\n\"\nKEY=old\n", "A=\"x\nKEY=inside\n\"\nKEY=new\n"),
        ("KEY=\"one\ntwo\"\nB=2\n", "KEY=new\nB=2\n"),
        ("KEYS=1\nMY_KEY=2\n", "KEYS=1\nMY_KEY=2\nKEY=new\n"),
        ("A=1\r\nKEY=old\r\nB=2\r\n", "A=1\r\nKEY=new\r\nB=2\r\n"), ("A=1\rKEY=old\rB=2\r", "A=1\rKEY=new\rB=2\r"),
        ("A=1\r\nB=2", "A=1\r\nB=2\r\nKEY=new\r\n"), ("A=1\r", "A=1\r\nKEY=new\n"),
    ])
    func `every other line stays`(_ text: String, _ wanted: String) throws {
        #expect(try EnvironmentFile.edited(text, "KEY", "KEY=new") == wanted)
    }

    @Test(arguments: [
        ("A=1\nKEY=new\nB=2\n", "A=1\nB=2\n"), ("KEY=new\n", ""), ("A=1\n", "A=1\n"),
        ("KEY=a\nA=1\nexport KEY=b # c\n", "A=1\n"), ("KEY=\"one\ntwo\"\nB=2", "B=2"),
        ("A=1\r\nKEY=new\r\nB=2\r\n", "A=1\r\nB=2\r\n"), ("A=1\rKEY=new\rB=2\r", "A=1\rB=2\r"),
        ("KEY=\"one\r\ntwo\" # c\r\nB=2", "B=2"), ("A=1\rKEY=new\r\n", "A=1\r"), ("A=1\n\rKEY=new", "A=1\n\r"),
    ])
    func `the line is taken out, with no other`(_ text: String, _ wanted: String) throws {
        #expect(try EnvironmentFile.edited(text, "KEY", nil) == wanted)
    }

    @Test func `a file in which that would change another value is left alone`() {
        // The quote that is open at the end takes the line that is added.
        for text in ["A='\n", "A=\"one\nB=2\n", "A=`x\n"] {
            do {
                let edited = try EnvironmentFile.edited(text, "KEY", "KEY=new")
                #expect(edited.hasPrefix(text), "\(edited)")
            } catch { continue }
        }
    }

    @Test(arguments: [
        ("root:$y$j9T$abc:20000:0:99999:7:::\n", 1), ("A=1\nHost example\n", 2),
        ("A=1\n\n# x\n  # y\nB='1\n2'\nC\nd e\n", 8),
        ("[Service]\nA=1\n", 1), ("A=1\n  B=2\nexport C=3\n", nil), ("", nil), ("A=\"x\ny: z\n\"\r\n\r\n", nil),
    ])
    func `a file of another kind is none`(_ text: String, _ line: Int?) {
        #expect(EnvironmentFile.strange(text) == line)
    }
}
