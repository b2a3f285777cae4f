import Access
import Hummingbird

extension Site {
  /// The pages that *View* links to, their files, and the lists that link to them. `ThingAccess` decides who may open
  /// one and which users they see there.
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
