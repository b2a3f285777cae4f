import Foundation
import Testing

/// The program itself, as built together with these tests.
struct Program {
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String
  }

  /// Its working directory; a store named `tallybook.sqlite` is here.
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  static let binary = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appending(path: "tallybook")

  /// Runs it until it exits.
  /// - Parameters:
  ///   - environment: its variables; Tallybook's variables of the test process are not passed on.
  ///   - killedAfter: milliseconds after which it is killed; nil: never.
  ///   - fileLimit: blocks of 512 bytes, the largest size of a file, to simulate a full disk; nil: no limit.
  @discardableResult
  func run(
    _ words: [String], environment: [String: String] = [:], input: String = "", killedAfter: Int? = nil,
    fileLimit: Int? = nil
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = fileLimit == nil ? Self.binary : URL(filePath: "/bin/sh")
    process.arguments =
      fileLimit.map { ["-c", "trap '' XFSZ; ulimit -f \($0); exec \"$0\" \"$@\"", Self.binary.path] + words } ?? words
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("TALLYBOOK_") }
      .merging(environment) { $1 }
    // Files rather than pipes, because pipes fill up.
    let files = try ["input", "output", "errors"].map { name in
      let file = folder.appending(path: ".\(name)-\(UUID().uuidString)")
      try Data((name == "input" ? input : "").utf8).write(to: file)
      return file
    }
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    if let killedAfter {
      usleep(UInt32(killedAfter) * 1_000)
      kill(process.processIdentifier, SIGKILL)
    }
    process.waitUntilExit()
    let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
    for file in files { try FileManager.default.removeItem(at: file) }
    return Outcome(status: process.terminationStatus, output: texts[1], errors: texts[2])
  }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  /// The address of the owner of that platform.
  func owner() throws -> String? {
    let output = try run(["demo", "--users", "25", "--out", ".again-\(UUID().uuidString)"]).output
    return output.firstMatch(of: #/owner: (?<address>\S+)/#).map { String($0.address) }
  }

  /// A small demo platform in `tallybook.sqlite`.
  func makeStore() throws {
    for words in [["demo", "--users", "25", "--out", "records"], ["import", "records"]] {
      let outcome = try run(words)
      try #require(outcome.status == 0, "\(outcome.errors)")
    }
  }
}
