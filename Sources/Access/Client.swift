/// The browser that asks: from which address of the network, and what it calls itself.
package struct Client: Sendable {
  private static let agentLimit = 300

  package let address: NetworkAddress
  /// As its `User-Agent` says; "" if it says nothing.
  package let agent: String

  package init(address: String, agent: String) {
    self.address = NetworkAddress(address)
    self.agent = String(agent.prefix(Self.agentLimit))
  }
}
