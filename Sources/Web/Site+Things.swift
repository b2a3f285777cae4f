import Access
import Hummingbird

extension Site {
  /// The pages where *View* leads, their files, and the lists that lead to them. Who may open a thing, and whom they
  /// see there, is the matter of `ThingAccess`.
  static let things: [Route] = ThingKind.allCases.flatMap { kind in
    [
      Route(
        method: .get, path: "/\(kind.rawValue)", permission: .role { $0.opens(kind) },
        parameters: .query(ThingsPage.parameters)
      ) { try await ThingsPage.show(kind, $0) },
      Route(
        method: .get, path: "/\(kind.rawValue)/:id", permission: .signedIn,
        parameters: .query(ThingPage.parameters(kind))
      ) { try await ThingPage.show(kind, $0) },
      Route(
        method: .get, path: "/\(kind.rawValue)/:id/download", permission: .signedIn, parameters: .query(["format"])
      ) { try await ThingFile.send(kind, $0) },
    ]
  }
}
