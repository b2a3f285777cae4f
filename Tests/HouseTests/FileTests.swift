import Testing

/// General rules for source files.
@Suite struct FileTests {
  @Test(arguments: ["Sources", "Tests"]) func `No file is longer than 250 lines`(folder: String) throws {
    let files = try Architecture.files(in: folder)
    #expect(files.count > 20)
    for file in files {
      #expect(file.lines.count <= 250, "\(file.path) has \(file.lines.count) lines")
    }
  }

  @Test(arguments: ["Sources", "Tests"]) func `Nothing is left to do, and nothing is printed but by the commands`(
    folder: String
  ) throws {
    // Concatenated, so that this file does not contain them.
    let unfinished = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
    for file in try Architecture.files(in: folder) {
      for (number, line) in file.lines.enumerated() {
        for word in unfinished where line.contains(word) { Issue.record("\(file.path):\(number + 1) says \(word)") }
        if file.module != "tallybook", line.firstMatch(of: #/^\s*(print|debugPrint|dump)\(/#) != nil {
          Issue.record("\(file.path):\(number + 1) prints")
        }
      }
    }
  }

  /// Two of Foundation's functions read past the end of the system's buffer (`Folder` of Support).
  @Test(arguments: ["Sources", "Tests"]) func `Folders are listed without the functions that crash`(folder: String)
    throws
  {
    let call = #/(?:contents|subpaths)OfDirectory\(|\.subpaths\(/#
    for file in try Architecture.files(in: folder) {
      for (number, line) in file.lines.enumerated() where line.contains(call) {
        Issue.record("\(file.path):\(number + 1) lists a folder")
      }
    }
    #expect(("contentsOf" + "Directory(at: url)").contains(call))
  }

  /// Statements are in the target that owns the tables. `Scripts/measure` counts by the same rule.
  @Test func `There is no SQL in Web`() throws {
    let statement =
      #/\b(?:SELECT\s+.+\s+FROM|INSERT INTO|UPDATE\s+\w+\s+(?:AS\s+\w+\s+)?SET|DELETE FROM)\b/#
      .dotMatchesNewlines()
    for file in try Architecture.files(in: "Sources/Web") {
      let found = file.lines.joined(separator: "\n").firstMatch(of: statement)
      #expect(found == nil, "\(file.path): \(String(found?.0.prefix(60) ?? ""))")
    }
    #expect("SELECT key\n  FROM users".contains(statement))
  }
}
