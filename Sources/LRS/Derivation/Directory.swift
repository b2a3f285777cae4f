package import Records

/// Which users the identifiers of actors name (xapi.md §4).
package struct Directory: Sendable {
  private let identities: [ActorIdentifier: ID]
  private let byAddress: [ActorIdentifier: Platform.User]
  private let known: Set<ID>
  private let createsPlaceholders: Bool

  package init(_ platform: Platform) {
    identities = platform.identities
    known = Set(platform.users.map(\.id)).union(platform.identities.values)
    createsPlaceholders = platform.settings.createsPlaceholders
    var byAddress: [ActorIdentifier: Platform.User] = [:]
    for user in platform.users {
      let address = user.email.asciiLowercased
      for identifier in [
        ActorIdentifier(kind: .mbox, value: address),
        ActorIdentifier(kind: .sha1, value: HexDigest.sha1("mailto:" + address)),
      ] {
        let other = byAddress[identifier]
        if other.map({ (user.isDeleted ? 1 : 0, user.id) < ($0.isDeleted ? 1 : 0, $0.id) }) ?? true {
          byAddress[identifier] = user
        }
      }
    }
    self.byAddress = byAddress
  }

  /// The user of the platform that an identifier names; nil if there is none.
  package func knownUser(_ identifier: ActorIdentifier) -> ID? {
    identities[identifier] ?? byAddress[identifier]?.id
  }

  /// The user of the platform, else the placeholder user; nil if statements of unknown actors wait.
  package func user(_ identifier: ActorIdentifier) -> ID? {
    knownUser(identifier) ?? (createsPlaceholders ? Self.placeholder(identifier) : nil)
  }

  /// Whether a user is not derived.
  func isKnown(_ user: ID) -> Bool { known.contains(user) }

  static func placeholder(_ identifier: ActorIdentifier) -> ID {
    ID(text: "x-" + HexDigest.sha256(identifier.canonical).prefix(32))
  }
}
