import Access
import Hummingbird
import Statistics

// Teams, public statistics, collaborative activities and members.

extension Site {
  static let people: [Route] = [
    Route(
      method: .get, path: "/users/:id/team", permission: .role { $0.seesUsers },
      parameters: .query(TeamTable.parameters), answer: TeamPage.show),
    Route(
      method: .get, path: "/users/:id/team/download", permission: .role { $0.seesUsers },
      parameters: .query(["format"]), answer: Downloads.team),
    Route(
      method: .get, path: "/people/:id", permission: .signedIn, parameters: .query(.none), answer: PublicPage.show),
    Route(
      method: .get, path: "/people/:id/card", permission: .signedIn, parameters: .query(.none),
      answer: PublicPage.card),
    Route(
      method: .get, path: "/collaborative-activities", permission: .role { $0.seesCollaborativeActivities },
      parameters: .query(UserListRequest.pageParameters(.members)), answer: CollaborativeActivitiesPage.show),
    Route(
      method: .get, path: "/members", permission: .role { $0.seesMembers },
      parameters: .query(UserListRequest.pageParameters(.members)), answer: MembersPage.show),
    Route(
      method: .get, path: "/api/v1/users/:id/team", permission: .role { $0.seesUsers }, parameters: .query(.none),
      answer: PeopleAPI.team),
    Route(
      method: .get, path: "/api/v1/users/:id/public", permission: .signedIn, parameters: .query(.none),
      answer: PeopleAPI.publicCard),
    Route(
      method: .get, path: "/api/v1/collaborative-activities", permission: .role { $0.seesCollaborativeActivities },
      parameters: .query(UserListRequest.parameters(.members)), answer: PeopleAPI.activities),
    Route(
      method: .get, path: "/api/v1/members", permission: .role { $0.seesMembers },
      parameters: .query(UserListRequest.parameters(.members)), answer: PeopleAPI.members),
  ]
}
