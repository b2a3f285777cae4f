import Foundation
import Testing
import TestSupport

@testable import Web

/// A limit of connections: beyond it the oldest idle one is closed, or the new one gets an error.
@Suite(.timeLimit(.minutes(5))) struct ConnectionTests {
  @Test func `Connections that say nothing make room for one that asks, the oldest first`() async throws {
    let site = try await TestSite { $0.connections = 8 }
    var silent: [Socket] = []
    for _ in 0..<30 { silent.append(try Socket(site.port)) }
    #expect(try await Browser(port: site.port).get("/signin").status == 200)
    for socket in silent.prefix(20) { #expect(try await socket.isGone()) }
    let metrics = try await Wire.ask(site.port, "GET", "/api/v1/metrics").text
    #expect(metrics.contains("\ntallybook_connections_limit 8\n"))
    #expect(metrics.firstMatch(of: #/\ntallybook_connections_closed_total (\d\d)\n/#) != nil)
  }

  @Test func `Where none is idle, a new one is told to come again`() async throws {
    let site = try await TestSite { $0.connections = 8 }
    var busy: [Socket] = []
    for _ in 0..<8 {
      let socket = try Socket(site.port)
      socket.ask("POST", "/signin", ["Content-Type: application/x-www-form-urlencoded", "Content-Length: 500"])
      busy.append(socket)
    }
    // Until the server has read their heads: before that they are idle.
    try await Task.sleep(for: .seconds(2))
    var answer = try await Wire.ask(site.port, "GET", "/api/v1/health")
    for _ in 0..<100 where answer.status == 200 {
      try await Task.sleep(for: .milliseconds(20))
      answer = try await Wire.ask(site.port, "GET", "/api/v1/health")
    }
    #expect(answer.status == 503 && answer.headers["retry-after"] == "5")
    #expect(answer.text.hasPrefix("The server has reached its limit of connections"))
    busy = []
    for _ in 0..<100 where answer.status != 200 {
      try await Task.sleep(for: .milliseconds(20))
      answer = try await Wire.ask(site.port, "GET", "/api/v1/health")
    }
    #expect(answer.status == 200)
  }

  @Test(arguments: [(128, 32), (512, 368), (1_024, 816), (65_536, 4_096)])
  func `The limit of open files leaves room for files and the store`(descriptors: Int, connections: Int) throws {
    let limit = DescriptorLimit(descriptors: descriptors)
    #expect(try limit.connections(wanted: nil) == connections)
    #expect(try limit.connections(wanted: 10) == 10)
    #expect(try limit.connections(wanted: 65_536) == descriptors - limit.reserve)
    #expect(throws: TooFewDescriptors.self) { try DescriptorLimit(descriptors: 64).connections(wanted: nil) }
  }

  @Test func `Networks are told apart, households are not`() {
    #expect(ClientNetwork.network(of: "192.0.2.1") != ClientNetwork.network(of: "192.0.2.2"))
    #expect(ClientNetwork.network(of: "2001:db8::1") == ClientNetwork.network(of: "2001:db8:0:0:ffff::2"))
    #expect(ClientNetwork.network(of: "2001:db8::1") != ClientNetwork.network(of: "2001:db8:0:1::1"))
    #expect(ClientNetwork.network(of: "::ffff:192.0.2.1") != ClientNetwork.network(of: "::ffff:192.0.2.2"))
  }
}
