import Access
import DatabaseAccess
import Records

/// Where *View* leads: the pages of those things themselves that the viewer may open.
struct ThingLinks: Sendable {
  private let openable: [ThingKind: Set<ID>]

  /// One statement per kind, however many things there are.
  init(_ ids: [ThingKind: [String]], for viewer: Viewer, _ session: any SQLSession) throws {
    openable = try Dictionary(
      uniqueKeysWithValues: ids.map { kind, ids in
        (kind, viewer.roles.opens(kind) ? try ThingAccess(kind, of: viewer).openable(ids, session) : [])
      })
  }

  /// - Returns: nil for a viewer who may not open it.
  func address(of kind: ThingKind, _ id: String) -> String? {
    openable[kind]?.contains(id) == true ? kind.path(of: id) : nil
  }
}

extension Visit {
  /// Where a single thing is looked at; nil for a viewer who may not open it.
  func address(of kind: ThingKind, _ id: String) async throws -> String? {
    let viewer = try viewer
    return try await read { try ThingLinks([kind: [id]], for: viewer, $0).address(of: kind, id) }
  }
}
