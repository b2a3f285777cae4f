import HTTPTypes
import Hummingbird

// The records behind each of a user's numbers.

extension Site {
  static let evidence: [Route] = [
    Route(
      method: .get, path: "/users/:id/statistics/:key", permission: .signedIn,
      parameters: .query(EvidenceRequest.pageParameters), answer: EvidencePage.show),
    Route(
      method: .get, path: "/api/v1/users/:id/statistics/:key/records", permission: .signedIn,
      parameters: .query(EvidenceRequest.parameters), answer: EvidenceAPI.list),
  ]
}
