import Hummingbird
import Reports

/// A confirmation before a long wait: after *Now* on a large file, or on one that comes as two files, it offers to
/// create it in the background. Only the menu asks for it (parameter `ask`); without that, the URL returns the file.
enum LargeDownloadPrompt {
  /// - Returns: nil if no confirmation is needed.
  static func page(before order: ExportRequest, _ visit: WebRequest, _ query: Query) async throws -> Response? {
    guard query["ask"] != nil else { return nil }
    if order.hasSideFile { return try page(visit, query, .twoFiles) }
    let (viewer, settings, now) = (try visit.viewer, visit.services.settings, visit.now)
    let limit = settings.largeFile
    let rows = try await visit.read { session in
      try order.content.report(for: viewer, settings.files, now: now, session).expectedRows(upTo: limit + 1, session)
    }
    return rows > limit ? try page(visit, query, .large(limit)) : nil
  }

  private enum Reason {
    case large(Int)
    case twoFiles
  }

  private static func page(_ visit: WebRequest, _ query: Query, _ reason: Reason) throws -> Response {
    let language = visit.language
    let path = visit.request.uri.path
    var model: PageModel = ["later": query.without(["ask"]).text(after: path)]
    switch reason {
    case .large(let limit):
      let isMailing = visit.services.settings.mail != nil
      model["title"] = language("question_title")
      model["reason"] = language(
        isMailing ? "question_large" : "question_large_no_mail", ["count": language.number(limit)])
      model["now"] = query.without(["ask"]).text(after: path)
      model["now_title"] = language("question_now")
    case .twoFiles:
      model["title"] = language("question_two_title")
      model["reason"] = language("question_two")
      model["now"] = query.without(["ask", "about"]).text(after: path)
      model["now_title"] = language("question_now_alone")
    }
    return try visit.page("download-question", model)
  }
}
