import Access
import Hummingbird

extension Site {
  /// The pages that *View* links to, their files, and the lists that link to them. `EntityAccess` decides who may open
  /// one and which users they see there.
  static let things: [Route] = EntityKind.allCases.flatMap { kind in
    [
      Route(
        method: .get, path: "/\(kind.rawValue)", permission: .role { $0.opens(kind) },
        parameters: .query(EntitiesPage.parameters)
      ) { try await EntitiesPage.show(kind, $0) },
      Route(
        method: .get, path: "/\(kind.rawValue)/:id", permission: .signedIn,
        parameters: .query(EntityPage.parameters(kind))
      ) { try await EntityPage.show(kind, $0) },
      Route(
        method: .get, path: "/\(kind.rawValue)/:id/download", permission: .signedIn, parameters: .query(["format"])
      ) { try await EntityFile.send(kind, $0) },
    ]
  }
}
