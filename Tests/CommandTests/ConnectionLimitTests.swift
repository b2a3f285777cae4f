import Foundation
import Support
import Testing

/// The real program under small and large limits of open files: too many connections do not end it.
@Suite(.timeLimit(.minutes(10))) struct ConnectionLimitTests {
  /// If this machine does not allow the limit, the largest allowed one.
  @Test(arguments: [128, 512, 1_024, 65_536])
  func `Silent connections beyond the limit end nothing, and someone who asks is answered`(limit: Int) async throws {
    let program = try Program()
    defer { program.remove() }
    var hard = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &hard)
    let limit = min(limit, Int(min(hard.rlim_max, 65_536)))
    let server = try ServingProgram(program, limit: limit)
    defer { server.stop() }
    let port = try await server.port()
    raiseOwnLimit()
    var silent: [Int32] = []
    defer { for descriptor in silent { close(descriptor) } }
    for number in 0..<min(limit + 80, 4_300) {
      silent.append(try connected(port))
      if number % 200 == 0 { #expect(try health(port) == 200, "after \(number) of \(limit)") }
    }
    #expect(try health(port) == 200)
    #expect(server.isRunning)
    for descriptor in silent { close(descriptor) }
    silent = []
    #expect(try health(port) == 200)
  }

  @Test func `A limit that is lowered while it serves ends nothing`() async throws {
    let program = try Program()
    defer { program.remove() }
    let server = try ServingProgram(program, limit: 512)
    defer { server.stop() }
    let port = try await server.port()
    #expect(try health(port) == 200)
    let open = try Folder.names(in: "/proc/\(server.processID)/fd").count
    try server.setLimit(open + 4)
    var silent: [Int32] = []
    for _ in 0..<40 { silent.append(try connected(port)) }
    try await Task.sleep(for: .seconds(1))
    #expect(server.isRunning)
    for descriptor in silent { close(descriptor) }
    try server.setLimit(512)
    try await Task.sleep(for: .seconds(1))
    #expect(try health(port) == 200)
    #expect(server.errors.contains("A connection could not be accepted"))
  }

  @Test func `Too low a limit is said at the start`() async throws {
    let program = try Program()
    defer { program.remove() }
    let server = try ServingProgram(program, limit: 90)
    defer { server.stop() }
    for _ in 0..<600 where server.isRunning { try await Task.sleep(for: .milliseconds(50)) }
    #expect(!server.isRunning && server.errors.contains("ulimit -n"))
  }

  private func raiseOwnLimit() {
    var own = rlimit()
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    getrlimit(resource, &own)
    own.rlim_cur = own.rlim_max
    setrlimit(resource, &own)
  }

  private func connected(_ port: Int) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    try #require(descriptor >= 0)
    var patience = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(result == 0)
    return descriptor
  }

  /// The status of a response; 0 if there is none.
  private func health(_ port: Int) throws -> Int {
    let descriptor = try connected(port)
    defer { close(descriptor) }
    let request = Array("GET /api/v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".utf8)
    _ = request.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    var buffer = [UInt8](repeating: 0, count: 12)
    let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_WAITALL))
    return count == 12 ? Int(String(decoding: buffer[9...], as: UTF8.self)) ?? 0 : 0
  }
}
