import Access
import Hummingbird

// Teams, public statistics, collaborative activities and members.

extension Site {
  static let people: [Route] = [
    Route(method: .get, path: "/users/:id/team", permission: .role { $0.seesUsers }, answer: TeamPage.show),
    Route(method: .get, path: "/users/:id/team/download", permission: .role { $0.seesUsers }, answer: Downloads.team),
    Route(method: .get, path: "/people/:id", permission: .signedIn, answer: PublicPage.show),
    Route(method: .get, path: "/people/:id/card", permission: .signedIn, answer: PublicPage.card),
    Route(
      method: .get, path: "/collaborative-activities", permission: .role { $0.seesCollaborativeActivities },
      answer: CollaborativeActivitiesPage.show),
    Route(method: .get, path: "/members", permission: .role { $0.seesMembers }, answer: MembersPage.show),
    Route(method: .get, path: "/api/v1/users/:id/team", permission: .role { $0.seesUsers }, answer: PeopleAPI.team),
    Route(method: .get, path: "/api/v1/users/:id/public", permission: .signedIn, answer: PeopleAPI.publicCard),
    Route(
      method: .get, path: "/api/v1/collaborative-activities", permission: .role { $0.seesCollaborativeActivities },
      answer: PeopleAPI.activities),
    Route(method: .get, path: "/api/v1/members", permission: .role { $0.seesMembers }, answer: PeopleAPI.members),
  ]
}
