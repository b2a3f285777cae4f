import DatabaseAccess
import Foundation
import PostgresDatabase
import Testing
import TestSupport

/// A server that requires TLS, with a certificate for 127.0.0.1 that a test authority has signed.
@Suite(.enabled(if: PrivateServer.isWanted), .timeLimit(.minutes(10))) final class TLSTests {
  private let folder: URL
  private let server: PrivateServer

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    server = try PrivateServer()
    for authority in ["right", "wrong"] { try certificate(authority) }
    try certificate("server", by: "right", "-addext", "subjectAltName=IP:127.0.0.1")
    try server.demandTLS(certificate: file("server.crt"), key: file("server.key"))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func file(_ name: String) -> URL { folder.appending(path: name) }

  /// - Parameter authority: the signer; nil: self-signed.
  private func certificate(_ name: String, by authority: String? = nil, _ more: String...) throws {
    let signer = authority.map { ["-CA", file("\($0).crt").path, "-CAkey", file("\($0).key").path] } ?? []
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      [
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
        "-subj", "/CN=\(name)", "-keyout", file("\(name).key").path, "-out", file("\(name).crt").path,
      ] + signer + more
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "openssl has made no certificate")
  }

  /// The number of this client's encrypted connections, as reported by the server.
  private func encrypted(_ query: String, host: String = "127.0.0.1") async throws -> Int {
    let address = server.address.replacing("127.0.0.1", with: host)
    let engine = try await PostgresEngine(address: "\(address)/postgres?\(query)", connections: 1)
    return try await engine.read { session in
      try session.number("SELECT count(*) FROM pg_stat_ssl WHERE ssl AND pid = pg_backend_pid()")
    }
  }

  private func refusal(_ query: String, host: String = "127.0.0.1") async -> String {
    let refused = await result { try await encrypted(query, host: host) }
    guard case .failure(StorageError.unavailable(let reason)) = refused else { return "\(refused)" }
    return reason
  }

  private func verified(by authority: String) -> String {
    "sslmode=verify-full&sslrootcert=\(file("\(authority).crt").path)"
  }

  @Test func `Who trusts the authority that signed the certificate is let in, encrypted`() async throws {
    #expect(try await encrypted(verified(by: "right")) == 1)
  }

  @Test func `Another authority, another name and no TLS are each refused with the reason`() async {
    let unreached = "The store cannot be reached: "
    let authority = await refusal(verified(by: "wrong"))
    #expect(authority.hasPrefix(unreached) && authority.contains("certificate verify failed"), "\(authority)")
    let name = await refusal(verified(by: "right"), host: "localhost")
    #expect(name.hasPrefix(unreached) && name.contains("does not match host name \"localhost\""), "\(name)")
    let plain = await refusal("sslmode=disable")
    #expect(plain.hasPrefix(unreached) && plain.contains("no encryption"), "\(plain)")
  }
}
