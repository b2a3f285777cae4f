import Access
import Hummingbird

extension Site {
  /// Files by letter, and the viewer's files.
  static let downloads: [Route] = [
    Route(
      method: .post, path: "/users/download", permission: .role { $0.seesUsers },
      answer: Downloads.later(Downloads.users)),
    Route(
      method: .post, path: "/users/:id/download", permission: .signedIn, answer: Downloads.later(Downloads.user)),
    Route(
      method: .post, path: "/collaborative-activities/download",
      permission: .role { $0.seesCollaborativeActivities },
      answer: Downloads.later(Downloads.collaborativeActivities)),
    Route(
      method: .post, path: "/members/download", permission: .role { $0.seesMembers },
      answer: Downloads.later(Downloads.registrations)),
    Route(method: .get, path: "/downloads", permission: .signedIn, answer: DownloadsPage.list),
    Route(method: .get, path: "/downloads/:job", permission: .signedIn, answer: DownloadsPage.show),
    Route(method: .get, path: "/downloads/:job/file", permission: .signedIn, answer: DownloadsPage.file),
    Route(method: .get, path: "/downloads/:job/about", permission: .signedIn, answer: DownloadsPage.about),
    Route(method: .post, path: "/downloads/:job/cancel", permission: .signedIn, answer: DownloadsPage.cancel),
    Route(method: .post, path: "/downloads/:job/retry", permission: .signedIn, answer: DownloadsPage.retry),
  ]
}
