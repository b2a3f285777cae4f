import Foundation
import Synchronization
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Raw bytes to the server, as no client would send them, and the response.
enum Wire {
  /// Sends a request with `Connection: close` and reads to the end. Status 0: the connection was closed without a
  /// response.
  /// - Parameter host: nil: no such header.
  /// - Parameter breaksOff: closes the sending side, whether or not the request is complete.
  static func ask(
    _ port: Int, _ method: String, _ target: String, host: String? = "127.0.0.1", headers: [String] = [],
    body: [UInt8] = [], breaksOff: Bool = false, version: String = "1.1"
  ) async throws -> Answer {
    let hosts = host.map { ["Host: \($0)"] } ?? []
    let lines = ["\(method) \(target) HTTP/\(version)"] + hosts + ["Connection: close"] + headers
    let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
    return try await withCheckedThrowingContinuation { continuation in
      // A separate thread: waiting must not block one of the server's pool.
      Thread.detachNewThread { continuation.resume(with: Result { answer(try exchange(port, bytes, breaksOff)) }) }
    }
  }

  /// Requests a large file, and disconnects after its first bytes.
  static func askAndLeave(_ port: Int, _ target: String, headers: [String]) async throws {
    let text = (["GET \(target) HTTP/1.1", "Host: 127.0.0.1"] + headers).joined(separator: "\r\n") + "\r\n\r\n"
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      Thread.detachNewThread {
        continuation.resume(
          with: Result {
            let connection = try connected(port)
            var byte: UInt8 = 0
            _ = Array(text.utf8).withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            _ = recv(connection, &byte, 1, 0)
            close(connection)
          })
      }
    }
  }

  private static func connected(_ port: Int) throws -> Int32 {
    let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(connected == 0)
    return connection
  }

  private static func exchange(_ port: Int, _ bytes: [UInt8], _ breaksOff: Bool) throws -> [UInt8] {
    let connection = try connected(port)
    defer { close(connection) }
    var patience = timeval(tv_sec: 600, tv_usec: 0)
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    // The server may respond and close before it has read everything: its response is read nevertheless.
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count <= 0 { break }
      sent += count
    }
    if breaksOff { shutdown(connection, Int32(SHUT_WR)) }
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(connection, &buffer, buffer.count, 0)
      if count <= 0 { return received }
      received += buffer[..<count]
    }
  }

  private static func answer(_ bytes: [UInt8]) -> Answer {
    let text = String(decoding: bytes, as: UTF8.self)
    let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
    let lines = parts[0].split(separator: "\r\n")
    let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    let fields = lines.dropFirst().map { line in
      let pair = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      return (pair[0].lowercased(), pair.count > 1 ? pair[1] : "")
    }
    let body = parts.count > 1 ? Data(parts[1].utf8) : Data()
    return Answer(status: status, headers: Dictionary(fields) { $1 }, data: body)
  }
}
