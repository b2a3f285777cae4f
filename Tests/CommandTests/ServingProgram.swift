import Foundation
import Testing

/// `tallybook serve` on a free port, with a limit of open files.
final class ServingProgram {
  private let process = Process()
  private let output: URL
  private let problems: URL

  var isRunning: Bool { process.isRunning }
  var processID: Int32 { process.processIdentifier }
  var text: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }
  var errors: String { (try? String(contentsOf: problems, encoding: .utf8)) ?? "" }

  init(_ program: Program, limit: Int = 512) throws {
    (output, problems) = (program.folder.appending(path: "out"), program.folder.appending(path: "err"))
    for file in [output, problems] { try Data().write(to: file) }
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c", "ulimit -n \(limit) && exec \"$0\" serve --port 0 --workers 0", Program.binary.path,
    ]
    process.currentDirectoryURL = program.folder
    process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("TALLYBOOK_") }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: problems)
    try process.run()
  }

  /// Returns when it serves.
  func port() async throws -> Int {
    for _ in 0..<1_200 {
      if let found = text.firstMatch(of: #/serves http:\/\/127\.0\.0\.1:(\d+)\n/#) { return Int(found.1) ?? 0 }
      if !process.isRunning { break }
      try await Task.sleep(for: .milliseconds(50))
    }
    return try #require(nil, "it does not serve: \(errors)")
  }

  func setLimit(_ limit: Int) throws {
    let change = Process()
    change.executableURL = URL(filePath: "/usr/bin/prlimit")
    change.arguments = ["--pid", "\(processID)", "--nofile=\(limit):"]
    try change.run()
    change.waitUntilExit()
    try #require(change.terminationStatus == 0)
  }

  func stop() {
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
  }
}
