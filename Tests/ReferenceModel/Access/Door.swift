import Foundation

/// An address, and the response that a viewer must get there by access.md.
package struct Door: Sendable {
  /// Percent-encoded.
  package let path: String
  package let status: Int
  /// The users that must be named in the response, by id.
  package let shown: Set<String>
  /// Other users that may be named.
  package let besides: Set<String>
  /// The cells of a file, if they are all known: computed on demand, because that is slow.
  package var file: [[String]]? { cells() }
  private let cells: @Sendable () -> [[String]]?
  /// A text that the response must contain.
  package let text: String?

  init(
    _ path: String, _ status: Int, shown: some Sequence<String> = [], besides: some Sequence<String> = [],
    text: String? = nil, file cells: @escaping @autoclosure @Sendable () -> [[String]]? = nil
  ) {
    self.text = text
    self.path = path
    self.status = status
    // A refusal names no users.
    self.shown = status == 200 ? Set(shown) : []
    self.besides = Set(status == 200 ? Array(besides) : [])
    self.cells = cells
  }

  static func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .init(charactersIn: letters)) ?? ""
  }

  private static let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"
}

/// The pages that a viewer may open, and the users shown there: access.md, page by page.
package struct DoorKeeper: Sendable {
  package let platform: ReferencePlatform
  package let viewer: String
  let roles: ReferencePlatform.Roles
  /// *Their users*, current and deleted.
  let current: Set<String>
  let deleted: Set<String>
  /// The addresses of managers and inviter are part of a visible user's own row.
  private let contacts: [String: [String]]

  package init(_ platform: ReferencePlatform, viewer: String) {
    self.platform = platform
    self.viewer = viewer
    roles = platform.roles(of: viewer)
    current = Set(platform.scope(of: viewer, tab: .current).map(\.id))
    deleted = Set(platform.scope(of: viewer, tab: .deleted).map(\.id))
    let owner = platform.ownerEmail.flatMap { email in
      platform.users.first { $0.email == email && $0.deletedAt == nil }?.id
    }
    contacts = Dictionary(
      uniqueKeysWithValues: platform.users.map { user in
        let managers = platform.managers.filter { $0.user == user.id && $0.isOpen }.map(\.manager)
        return (user.id, managers + [user.invitedBy, owner].compactMap { $0 })
      })
  }

  /// The users that the viewer sees on any page.
  package var everyone: Set<String> {
    current.union(deleted).union([viewer])
      .union(platform.membersScope(of: viewer)?.map(\.id) ?? [])
      .union(platform.collaborativeScope(of: viewer)?.map(\.id) ?? [])
      .union(platform.things.flatMap { platform.pageUsers($0, viewer: viewer).map(\.id) })
  }

  /// Whether the viewer may open Current members.
  package var opensMembers: Bool { roles.opensMembers }

  var hasTeams: Bool { roles.seesEverybody || !roles.administered.isEmpty || !roles.coached.isEmpty }

  func sees(_ user: String) -> Bool { current.contains(user) || deleted.contains(user) }

  func contacts(of users: some Sequence<String>) -> [String] { users.flatMap { contacts[$0] ?? [] } }

  /// The viewer's own name is on each page.
  func page(
    _ path: String, _ status: Int, shown: some Sequence<String>, besides: [String] = [], text: String? = nil
  ) -> Door {
    Door(path, status, shown: Array(shown) + [viewer], besides: besides, text: text)
  }
}
