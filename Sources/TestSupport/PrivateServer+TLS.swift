package import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension PrivateServer {
  /// Restarts the server so that it accepts only TLS connections.
  /// - Parameters:
  ///   - certificate: PEM, like its `key`.
  package func demandTLS(certificate: URL, key: URL) throws {
    try stop(.fast)
    try keep(certificate, as: "server.crt")
    try keep(key, as: "server.key")
    try Data("hostssl all all 127.0.0.1/32 trust\n".utf8).write(to: data.appending(path: "pg_hba.conf"))
    let settings = try FileHandle(forWritingTo: data.appending(path: "postgresql.conf"))
    defer { try? settings.close() }
    try settings.seekToEnd()
    try settings.write(contentsOf: Data("ssl = on\n".utf8))
    try start()
  }

  /// The server refuses a key that other users can read or own.
  private func keep(_ file: URL, as name: String) throws {
    let path = data.appending(path: name).path
    try FileManager.default.copyItem(atPath: file.path, toPath: path)
    var owner = stat()
    guard stat(data.path, &owner) == 0, chown(path, owner.st_uid, owner.st_gid) == 0, chmod(path, 0o600) == 0 else {
      throw CocoaError(.fileWriteNoPermission)
    }
  }
}
