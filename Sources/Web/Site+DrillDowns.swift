import Hummingbird
import Statistics

// The details behind the rows of a user's page. Access depends on the user, as for the page itself.

extension Site {
  static let drillDowns: [Route] = drillDownPages + sectionFiles + drillDownAPI

  private static let drillDownPages: [Route] = [
    Route(
      method: .get, path: "/users/:id/programs/:session", permission: .signedIn,
      parameters: .query(SectionRequest.parameters(["blocks"])), answer: BlocksPage.program),
    Route(
      method: .get, path: "/users/:id/paths/:session", permission: .signedIn,
      parameters: .query(SectionRequest.parameters(["steps"])), answer: BlocksPage.path),
    Route(
      method: .get, path: "/users/:id/courses/:course/attempts", permission: .signedIn,
      parameters: .query(CourseAttempts.Narrowing.parameters + SectionRequest.parameters(["attempts"])),
      answer: AttemptsPage.show),
    Route(
      method: .get, path: "/users/:id/questions/:question", permission: .signedIn,
      parameters: .query(SectionRequest.parameters(["answers"])), answer: AnswersPage.show),
    Route(
      method: .get, path: "/users/:id/answers/:answer", permission: .signedIn, parameters: .query(.none),
      answer: AnswerPage.show),
  ]

  private static let sectionFiles: [Route] = UserSection.allCases.map { section in
    Route(
      method: .get, path: "/users/:id/sections/\(section.rawValue)/download", permission: .signedIn,
      parameters: .query(SectionRequest.fileParameters(section.rawValue) + ["format"])
    ) { try await Downloads.userSection(section, $0) }
  }

  private static let drillDownAPI: [Route] = [
    Route(
      method: .get, path: "/api/v1/users/:id/programs/:session", permission: .signedIn, parameters: .query(.none),
      answer: DrillDownAPI.program),
    Route(
      method: .get, path: "/api/v1/users/:id/courses/:course/attempts", permission: .signedIn,
      parameters: .query(CourseAttempts.Narrowing.parameters), answer: DrillDownAPI.attempts),
    Route(
      method: .get, path: "/api/v1/users/:id/questions/:question", permission: .signedIn, parameters: .query(.none),
      answer: DrillDownAPI.answers),
  ]
}
