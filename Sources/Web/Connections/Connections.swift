import Foundation
import NIOCore
import Synchronization

/// The open connections, up to a limit. At the limit, the connection that has been idle longest is closed to make room;
/// if none is idle, the new one is refused.
final class Connections: Sendable {
  /// An admitted connection.
  struct Place: Sendable {
    fileprivate let number: Int
  }

  fileprivate struct Entry {
    let channel: any Channel
    let network: String
    /// A sequence number of when it became idle; nil while a request is in progress.
    var idleSince: Int?
  }

  fileprivate struct State {
    var entries: [Int: Entry] = [:]
    var counts: [String: Int] = [:]
    var clock = 0
    var refused = 0
    var closed = 0
  }

  let limit: Int
  /// The most connections from one network. Loopback connections, and all behind a proxy, are exempt.
  private let share: Int
  private let hasProxies: Bool
  private let state = Mutex(State())

  init(limit: Int, hasProxies: Bool) {
    self.limit = limit
    share = max(1, limit * 3 / 4)
    self.hasProxies = hasProxies
  }

  /// - Returns: nil if the connection is refused.
  func enter(_ channel: any Channel) -> Place? {
    let address = channel.remoteAddress?.ipAddress ?? ""
    let network = hasProxies ? "" : ClientNetwork.network(of: address)
    let isShared = hasProxies || ClientNetwork.isLoopback(address)
    let (place, victim) = state.withLock { state -> (Place?, (any Channel)?) in
      let count = state.counts[network, default: 0]
      let isOverShare = !isShared && count >= share
      guard state.entries.count >= limit || isOverShare else { return (state.add(channel, network), nil) }
      guard let victim = state.oldestIdle(of: isOverShare ? network : nil) else {
        state.refused += 1
        return (nil, nil)
      }
      state.closed += 1
      let channelOfVictim = state.remove(victim)
      return (state.add(channel, network), channelOfVictim)
    }
    victim?.close(promise: nil)
    return place
  }

  func isBusy(_ place: Place) { state.withLock { $0.entries[place.number]?.idleSince = nil } }

  func isIdle(_ place: Place) {
    state.withLock { state in
      state.clock += 1
      state.entries[place.number]?.idleSince = state.clock
    }
  }

  func leave(_ place: Place) { state.withLock { _ = $0.remove(place.number) } }

  func write(to text: inout MetricsText) {
    let (count, refused, closed) = state.withLock { ($0.entries.count, $0.refused, $0.closed) }
    text.add("tallybook_connections", .gauge, "Open connections.", Double(count))
    text.add("tallybook_connections_limit", .gauge, "The maximum number of connections.", Double(limit))
    text.add("tallybook_connections_refused_total", .counter, "Connections refused at the limit.", Double(refused))
    text.add(
      "tallybook_connections_closed_total", .counter, "Idle connections that were closed to make room for others.",
      Double(closed))
  }
}

extension Connections.State {
  fileprivate mutating func add(_ channel: any Channel, _ network: String) -> Connections.Place {
    clock += 1
    entries[clock] = Connections.Entry(channel: channel, network: network, idleSince: clock)
    counts[network, default: 0] += 1
    return Connections.Place(number: clock)
  }

  fileprivate mutating func remove(_ number: Int) -> (any Channel)? {
    guard let entry = entries.removeValue(forKey: number) else { return nil }
    counts[entry.network, default: 0] -= 1
    if counts[entry.network] == 0 { counts[entry.network] = nil }
    return entry.channel
  }

  /// Prefers the network with the most connections: a client that opens many loses its own.
  fileprivate func oldestIdle(of network: String?) -> Int? {
    func key(_ number: Int, _ entry: Connections.Entry) -> (fewest: Int, since: Int)? {
      guard let since = entry.idleSince, network == nil || network == entry.network else { return nil }
      return (-counts[entry.network, default: 0], since)
    }
    return entries.compactMap { number, entry in key(number, entry).map { (number: number, key: $0) } }
      .min { $0.key < $1.key }?.number
  }
}

/// Groups IP addresses by the network they belong to.
enum ClientNetwork {
  static func isLoopback(_ address: String) -> Bool {
    address.hasPrefix("127.") || address == "::1" || address.hasPrefix("::ffff:127.")
  }

  /// An IPv4 address, or the first 64 bits of an IPv6 address: one customer usually has a whole /64.
  static func network(of address: String) -> String {
    var parsed = in6_addr()
    guard !address.hasPrefix("::ffff:"), inet_pton(AF_INET6, address, &parsed) == 1 else { return address }
    return withUnsafeBytes(of: parsed) { bytes in
      bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ".")
    }
  }
}
