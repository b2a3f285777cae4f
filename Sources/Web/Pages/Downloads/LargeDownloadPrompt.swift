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

  /// For `download-question.mustache`.
  struct Model: TemplateDocument {
    static let template = "download-question"

    let title: String
    /// Why the question is asked.
    let reason: String
    /// The URL of the file itself, and the text of its link.
    let now: String
    let nowTitle: String
    /// The URL of the form that queues the file.
    let later: String
  }

  private static func page(_ visit: WebRequest, _ query: Query, _ reason: Reason) throws -> Response {
    let language = visit.language
    func address(without names: [String]) -> String { query.without(names).text(after: visit.request.uri.path) }
    let later = address(without: ["ask"])
    switch reason {
    case .large(let limit):
      let key = visit.services.settings.mail == nil ? "question_large_no_mail" : "question_large"
      return try visit.page(
        Model(
          title: language("question_title"), reason: language(key, ["count": language.number(limit)]), now: later,
          nowTitle: language("question_now"), later: later))
    case .twoFiles:
      return try visit.page(
        Model(
          title: language("question_two_title"), reason: language("question_two"),
          now: address(without: ["ask", "about"]), nowTitle: language("question_now_alone"), later: later))
    }
  }
}
