import Hummingbird

// What lies behind the rows of a user's page. Whose page it is decides who may open it.

extension Site {
  static let drillDowns: [Route] = [
    Route(method: .get, path: "/users/:id/programs/:session", permission: .signedIn, answer: BlocksPage.program),
    Route(method: .get, path: "/users/:id/paths/:session", permission: .signedIn, answer: BlocksPage.path),
    Route(method: .get, path: "/users/:id/courses/:course/attempts", permission: .signedIn, answer: AttemptsPage.show),
    Route(method: .get, path: "/users/:id/questions/:question", permission: .signedIn, answer: AnswersPage.show),
    Route(method: .get, path: "/users/:id/answers/:answer", permission: .signedIn, answer: AnswerPage.show),
    Route(
      method: .get, path: "/users/:id/sections/:section/download", permission: .signedIn,
      answer: Downloads.userSection),
    Route(
      method: .get, path: "/api/v1/users/:id/programs/:session", permission: .signedIn, answer: DrillDownAPI.program),
    Route(
      method: .get, path: "/api/v1/users/:id/courses/:course/attempts", permission: .signedIn,
      answer: DrillDownAPI.attempts),
    Route(
      method: .get, path: "/api/v1/users/:id/questions/:question", permission: .signedIn,
      answer: DrillDownAPI.answers),
  ]
}
