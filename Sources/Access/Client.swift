/// The network address and the user agent of a browser.
package struct Client: Sendable {
  private static let agentLimit = 300

  package let address: NetworkAddress
  /// The `User-Agent` header, truncated; empty if there is none.
  package let agent: String

  package init(address: String, agent: String) {
    self.address = NetworkAddress(address)
    self.agent = String(agent.prefix(Self.agentLimit))
  }
}
