import Access
import Hummingbird
import Statistics

extension Site {
  /// Downloads by e-mail, and the viewer's files.
  static let downloads: [Route] = [
    Route(
      method: .post, path: "/users/download", permission: .role { $0.seesUsers },
      parameters: .queryOrForm(Downloads.parameters + UserListRequest.fileParameters(.users)),
      answer: Downloads.later(Downloads.users)),
    Route(
      method: .post, path: "/users/:id/download", permission: .signedIn,
      parameters: .queryOrForm(Downloads.parameters), answer: Downloads.later(Downloads.user)),
    Route(
      method: .post, path: "/collaborative-activities/download",
      permission: .role { $0.seesCollaborativeActivities },
      parameters: .queryOrForm(Downloads.parameters + UserListRequest.fileParameters(.members)),
      answer: Downloads.later(Downloads.collaborativeActivities)),
    Route(
      method: .post, path: "/members/download", permission: .role { $0.seesMembers },
      parameters: .queryOrForm(Downloads.parameters + UserListRequest.fileParameters(.members)),
      answer: Downloads.later(Downloads.registrations)),
    Route(
      method: .get, path: "/downloads", permission: .signedIn, parameters: .query(.none), answer: DownloadsPage.list),
    Route(
      method: .get, path: "/downloads/:job", permission: .signedIn, parameters: .query(["key"]),
      answer: DownloadsPage.show),
    Route(
      method: .get, path: "/downloads/:job/file", permission: .signedIn, parameters: .query(.none),
      answer: DownloadsPage.file),
    Route(
      method: .get, path: "/downloads/:job/about", permission: .signedIn, parameters: .query(.none),
      answer: DownloadsPage.about),
    Route(
      method: .get, path: "/downloads/:job/cancel", permission: .signedIn, parameters: .query(.none),
      answer: DownloadsPage.askCancel),
    Route(
      method: .post, path: "/downloads/:job/cancel", permission: .signedIn, parameters: .form(.none),
      answer: DownloadsPage.cancel),
    Route(
      method: .post, path: "/downloads/:job/retry", permission: .signedIn, parameters: .form(.none),
      answer: DownloadsPage.retry),
  ]
}
