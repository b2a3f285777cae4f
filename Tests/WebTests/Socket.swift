import Foundation
import Testing

/// A connection that sends and reads as slowly as a test wants.
final class Socket: Sendable {
  private let descriptor: Int32
  /// POLLRDHUP: the other end has stopped sending.
  private static let closed: Int16 = 0x2000

  /// - Parameter receiveBuffer: bytes that the system buffers for a client that does not read.
  init(_ port: Int, receiveBuffer: Int32? = nil) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    try #require(descriptor >= 0, "no descriptor is left for the test")
    if var size = receiveBuffer {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(connected == 0)
  }

  deinit { close(descriptor) }

  /// - Returns: false: the other end does not accept it.
  @discardableResult func send(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBytes {
      Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
    } == bytes.count
  }

  func ask(_ method: String, _ path: String, _ headers: [String] = []) {
    send((["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1"] + headers).joined(separator: "\r\n") + "\r\n\r\n")
  }

  /// The available bytes; nil: the other end has closed.
  func take(_ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    let got = recv(descriptor, &bytes, count, Int32(MSG_DONTWAIT))
    if got > 0 { return Array(bytes.prefix(got)) }
    return got < 0 && (errno == EAGAIN || errno == EINTR) ? [] : nil
  }

  /// Reads until the other end closes, and sends a text every 50 ms meanwhile.
  /// - Returns: the received text; nil if it has not closed in time.
  func untilClosed(sending text: String? = nil, within limit: Duration = .seconds(60)) async throws -> String? {
    let end = ContinuousClock.now + limit
    var all: [UInt8] = []
    while ContinuousClock.now < end {
      if let text { send(text) }
      guard let piece = take(65_536) else { return String(decoding: all, as: UTF8.self) }
      all += piece
      if piece.isEmpty { try await Task.sleep(for: .milliseconds(50)) }
    }
    return nil
  }

  /// Whether the other end has closed, although nothing was read.
  func isGone(within limit: Duration = .seconds(60)) async throws -> Bool {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
      if isGone { return true }
      try await Task.sleep(for: .milliseconds(50))
    }
    return false
  }

  var isGone: Bool {
    var state = pollfd(fd: descriptor, events: Self.closed, revents: 0)
    poll(&state, 1, 0)
    return state.revents & (Self.closed | Int16(POLLHUP) | Int16(POLLERR)) != 0
  }
}
