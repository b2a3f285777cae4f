import Access
import DatabaseAccess
import Foundation
import Reports
import Spreadsheets

/// A complete file, published in the folder.
struct ExportedFile: Sendable {
  let file: String
  let head: ExportRequest.Head
  let rows: Int
  let size: Int
  /// Keys of all users in the file; nil if the viewer sees everybody.
  let users: [Int]?
  let viewer: Viewer
}

/// Creates the file of a job: on one snapshot, with the user's current rights, under a temporary name until it is
/// complete.
struct ExportBuilder: Sendable {
  let lease: Lease
  let settings: JobSettings
  let progress: JobProgress

  private var name: String { "\(FileFolder.prefix)\(lease.job.id)-\(lease.secret.prefix(8))" }
  private var partial: URL { settings.folder.file(name + FileFolder.partialEnding) }

  /// - Throws: `JobFailure` or an error that becomes one, `JobProgress.Cancelled`.
  func make(_ database: any SQLDatabase) async throws -> ExportedFile {
    try settings.folder.prepare()
    defer { try? FileManager.default.removeItem(at: partial) }
    let (head, rows, users, viewer) = try await database.read(.job) { session in
      guard let viewer = try Viewer(key: lease.job.user, session) else { throw JobFailure.rights }
      return try write(for: viewer, session)
    }
    try progress.advance(0)
    let size = try settings.folder.publish(partial, as: name)
    return ExportedFile(file: name, head: head, rows: rows, size: size, users: users, viewer: viewer)
  }

  private func write(
    for viewer: Viewer, _ session: any SQLSession
  ) throws -> (ExportRequest.Head, rows: Int, users: [Int]?, Viewer) {
    guard let order = lease.job.order else { throw JobFailure.filter }
    let now = settings.now()
    let head = try order.head(for: viewer, settings.files, now: now, session)
    let report = try order.content.report(for: viewer, settings.files, now: now, session)
    let expected = try report.expectedRows(session)
    progress.expect(expected)
    try settings.folder.checkSpace(rows: expected)
    let keepsUsers = !order.content.scope(of: viewer).isEverybody
    var users: [Int] = []
    let seal = order.about ? order.seal(report, named: head.fileName, for: viewer, settings.files, now: now) : nil
    let rows = try report.write(to: try writer(order.format, seal), session) { batch in
      // A user may have several consecutive rows.
      if keepsUsers { for user in batch where user != users.last { users.append(user) } }
      // Other processes write to the same disk, so the free space may have shrunk.
      try settings.folder.checkSpace(rows: 0)
      try settings.onRows(batch.count)
      try progress.advance(batch.count)
    }
    if order.hasSideFile, let seal { try settings.folder.write(seal.sideText(rows: rows), beside: name) }
    return (head, rows, keepsUsers ? users : nil, viewer)
  }

  private func writer(_ format: FileFormat, _ seal: FileChecksum?) throws -> any SpreadsheetWriter {
    let (style, path) = (settings.files.style, partial.path)
    if format == .xlsx { return XLSXWriter(path: path, style: style, cover: seal?.cover) }
    let sink = try FileSink(partial)
    let writer = format.streamingWriter(style) { piece in
      try sink.write(piece)
      seal?.add(piece)
    }
    return writer ?? XLSXWriter(path: path, style: style)
  }
}
