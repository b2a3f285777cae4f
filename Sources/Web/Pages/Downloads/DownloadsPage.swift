import Access
import DatabaseAccess
import Foundation
import Hummingbird
import Jobs
import Reports
import Statistics
import Support

/// The viewer's files.
enum DownloadsPage {
  /// For `downloads.mustache`.
  struct ListModel: TemplateDocument {
    static let template = "downloads"

    /// Latest first.
    let jobs: [JobModel]
    /// Whether email is configured.
    let isMailing: Bool
  }

  /// One file, for `download-one.mustache`.
  struct Model: TemplateDocument {
    static let template = "download-one"

    let title: String
    /// The only one.
    let jobs: [JobModel]
    let isMailing: Bool
  }

  static func list(_ visit: WebRequest) async throws -> Response {
    let (viewer, now) = (try visit.viewer, visit.services.settings.machineNow())
    let (jobs, open) = try await visit.read { session in
      let jobs = try Job.all(of: viewer, now: now, session)
      return (jobs, try Job.open(jobs, to: viewer, session))
    }
    if visit.request.wantsProblem {
      return JSONValue.object([("downloads", .array(jobs.map(\.json)))]).response()
    }
    let models = jobs.map { JobModel($0, isStillOpen: open.contains($0.key), visit) }
    return try visit.page(ListModel(jobs: models, isMailing: visit.services.settings.mail != nil)) { frame in
      frame.isLive = jobs.contains { $0.state.isOpen }
    }
  }

  /// One file. A key from an e-mail must belong to this job.
  static func show(_ visit: WebRequest) async throws -> Response {
    let key = try visit.query()["key"]
    let found = try await found(visit)
    if let key, !(try await visit.read { try found.job.isOpened(by: key, $0) }) { throw AccessDenied.notFound }
    if visit.request.wantsProblem { return found.job.json.response() }
    return try visit.page(
      Model(
        title: found.job.title(visit.language), jobs: [JobModel(found.job, isStillOpen: found.isStillOpen, visit)],
        isMailing: visit.services.settings.mail != nil)
    ) { $0.isLive = found.job.state.isOpen }
  }

  /// The file itself.
  static func file(_ visit: WebRequest) async throws -> Response {
    let found = try await found(visit)
    guard found.job.state == .done, let order = found.job.order, let file = found.job.file,
      let name = found.job.fileName
    else { throw AccessDenied.notFound }
    guard found.isStillOpen else { throw AccessDenied.notPermitted }
    let path = visit.services.folder.file(file).path
    let body = try await FileIO().loadFile(path: path, context: visit.context)
    visit.audit("\(order.content.kind).fetch", subject: try await subject(order, visit), rows: found.job.rowsDone)
    let now = visit.services.settings.machineNow()
    visit.services.background.write { try found.job.noteFetch(now: now, $0) }
    return Response(
      status: .ok,
      headers: [.contentType: order.format.type, .contentDisposition: FileResponse.disposition(name)], body: body)
  }

  /// The key of the user whose statistics the file has; nil if it has those of several.
  private static func subject(_ order: ExportRequest, _ visit: WebRequest) async throws -> Int? {
    guard case .user(let id) = order.content else { return nil }
    let scope = order.content.scope(of: try visit.viewer)
    return try await visit.read { try Subject(id: id, in: scope, $0).key }
  }

  /// The manifest, if it is a separate file.
  static func about(_ visit: WebRequest) async throws -> Response {
    let found = try await found(visit)
    guard found.job.state == .done, let order = found.job.order, order.hasSideFile, let file = found.job.file,
      let name = found.job.fileName
    else { throw AccessDenied.notFound }
    guard found.isStillOpen else { throw AccessDenied.notPermitted }
    let path = visit.services.folder.sideFile(of: file).path
    let body = try await FileIO().loadFile(path: path, context: visit.context)
    return Response(
      status: .ok,
      headers: [
        .contentType: "application/json", .contentDisposition: FileResponse.disposition(name + FileManifest.ending),
      ], body: body)
  }

  static func askCancel(_ visit: WebRequest) async throws -> Response {
    let (found, language) = (try await found(visit), visit.language)
    guard found.job.state.isOpen else { throw AccessDenied.notFound }
    let path = "/downloads/\(Query.encoded(found.job.id))"
    return try Question(
      title: language("downloads_cancel_question", ["title": found.job.title(language)]),
      lines: [language("downloads_cancel_about")], button: language("downloads_cancel_button"),
      action: "\(path)/cancel", back: path
    ).answer(visit)
  }

  static func cancel(_ visit: WebRequest) async throws -> Response {
    try await change(visit) { job, now, session in _ = try job.cancel(now: now, session) }
  }

  static func retry(_ visit: WebRequest) async throws -> Response {
    let isMailed = visit.services.settings.mail != nil
    let folder = visit.services.folder
    return try await change(visit) { job, now, session in
      if try job.retry(isMailed: isMailed, now: now, session), let file = job.file { folder.remove(file) }
    }
  }

  private static func change(
    _ visit: WebRequest, _ body: @escaping @Sendable (Job, Int, any SQLSession) throws -> Void
  ) async throws -> Response {
    _ = try await visit.ordered()
    let (id, viewer, now) = (try visit.parameter("job"), try visit.viewer, visit.services.settings.machineNow())
    let job = try await visit.write { session in
      try body(try Job.one(id, of: viewer, now: now, session), now, session)
      return try Job.one(id, of: viewer, now: now, session)
    }
    if visit.request.wantsProblem { return job.json.response() }
    return .redirect(to: "/downloads/\(Query.encoded(id))", type: .normal)
  }

  private static func found(_ visit: WebRequest) async throws -> (job: Job, isStillOpen: Bool) {
    let (id, viewer, now) = (try visit.parameter("job"), try visit.viewer, visit.services.settings.machineNow())
    return try await visit.read { session in
      let job = try Job.one(id, of: viewer, now: now, session)
      return (job, try !Job.open([job], to: viewer, session).isEmpty)
    }
  }
}
