import Foundation
import Support
import Testing

/// A real SMTP server: Python's aiosmtpd, which `Scripts/setup test` installs in .build/python.
final class SMTPProgram {
  let port: Int
  private let folder: URL
  private let process = Process()
  private let input = Pipe()

  /// The messages that it received.
  struct Taken: Decodable {
    let from: String
    let to: [String]
    let tls: Bool
    let user: String?
    let content: String

    /// The message as Python's own e-mail package reads it.
    func read() throws -> Message {
      let program = SMTPProgram.here.appending(path: "read_message.py").path
      let output = try SMTPProgram.run([program], input: Data(content.unicodeScalars.map { UInt8($0.value) }))
      return try JSONDecoder().decode(Message.self, from: output)
    }
  }

  struct Message: Decodable {
    let subject, from, to, date, id, auto, text, html: String
    let defects: [String]
  }

  fileprivate static let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
  static let python = here.deletingLastPathComponent().deletingLastPathComponent().appending(
    path: ".build/python/bin/python")

  init(_ options: String...) throws {
    try #require(
      FileManager.default.isExecutableFile(atPath: Self.python.path),
      "Python with aiosmtpd is missing: run Scripts/setup test")
    folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let output = Pipe()
    process.executableURL = Self.python
    process.arguments = [Self.here.appending(path: "smtp_server.py").path, folder.path] + options
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    port = try #require(
      Int(line.trimmingCharacters(in: .whitespacesAndNewlines)), "aiosmtpd did not start: run Scripts/setup test")
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }

  var taken: [Taken] {
    get throws {
      let files = try Folder.names(in: folder.path).filter { $0.hasSuffix(".json") }
      return try files.sorted().map {
        try JSONDecoder().decode(Taken.self, from: Data(contentsOf: folder.appending(path: $0)))
      }
    }
  }

  /// The number of seconds for which the client tolerated its silence, by the server's clock: in this process, other
  /// tests may occupy all threads.
  /// tests may occupy all threads.
  func waited() async throws -> Double {
    let file = folder.appending(path: "waited")
    for _ in 0..<6_000 where !FileManager.default.fileExists(atPath: file.path) {
      try await Task.sleep(for: .milliseconds(10))
    }
    return try #require(Double(try String(contentsOf: file, encoding: .utf8)))
  }

  static func run(_ arguments: [String], input data: Data, _ program: URL = python) throws -> Data {
    let (process, input, output) = (Process(), Pipe(), Pipe())
    process.executableURL = program
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: data)
    try input.fileHandleForWriting.close()
    let result = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return result
  }
}

/// A certificate for localhost that no system trusts.
struct Certificate {
  let folder: URL
  var certificate: String { folder.appending(path: "cert.pem").path }
  var key: String { folder.appending(path: "key.pem").path }
  var both: String { "\(certificate):\(key)" }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    _ = try SMTPProgram.run(
      [
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
        "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
      ], input: Data(), URL(fileURLWithPath: "/usr/bin/env"))
  }
}
