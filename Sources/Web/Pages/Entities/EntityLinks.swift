import Access
import DatabaseAccess
import Records

/// The links of *View*: to the entities' own pages, if the viewer may open them.
struct EntityLinks: Sendable {
  private let openable: [EntityKind: Set<ID>]

  /// One statement per kind, however many entities there are.
  init(_ ids: [EntityKind: [String]], for viewer: Viewer, _ session: any SQLSession) throws {
    openable = try Dictionary(
      uniqueKeysWithValues: ids.map { kind, ids in
        (kind, viewer.roles.opens(kind) ? try EntityAccess(kind, of: viewer).openable(ids, session) : [])
      })
  }

  /// - Returns: nil if the viewer may not open it.
  func address(of kind: EntityKind, _ id: String) -> String? {
    openable[kind]?.contains(id) == true ? kind.path(of: id) : nil
  }
}

extension WebRequest {
  /// The page of a single entity; nil if the viewer may not open it.
  func address(of kind: EntityKind, _ id: String) async throws -> String? {
    let viewer = try viewer
    return try await read { try EntityLinks([kind: [id]], for: viewer, $0).address(of: kind, id) }
  }
}
