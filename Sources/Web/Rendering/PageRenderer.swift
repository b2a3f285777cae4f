import Foundation
import Hummingbird
import Mustache

/// Renders models with their templates.
struct PageRenderer: Sendable {
  /// Parsed once per process: the tests start hundreds of sites in one.
  private static let ours = Task { try Templates.library() }
  /// Learns what is rendered; only for tests.
  @TaskLocal static var observer: (@Sendable (_ template: String, _ models: [TemplateObject]) -> Void)?

  private let templates: MustacheLibrary
  let languages: Languages

  /// - Parameter others: a folder of additional languages.
  init(_ others: URL?) async throws {
    templates = try await Self.ours.value
    languages = try Languages([Server.resources.appending(path: "Languages"), others].compactMap { $0 })
  }

  /// - Parameter frame: nil for a document without the page layout.
  func html<Document: TemplateDocument>(
    _ document: Document, in frame: PageFrame? = nil, _ language: Language
  ) throws -> String {
    let models = [try TemplateEncoder.object(document)] + (try frame.map { [try TemplateEncoder.object($0)] } ?? [])
    Self.observer?(Document.template, models)
    let root = Root(text: language.lookup, models: models)
    guard let html = templates.render(root, withTemplate: Document.template) else {
      throw MissingTemplate(name: Document.template)
    }
    return html
  }

  /// The texts of the language, and the properties of the models, of which the first that has a name decides.
  private struct Root: MustacheParent {
    let text: any MustacheParent
    let models: [TemplateObject]

    func child(named name: String) -> Any? {
      if name == "text" { return text }
      for model in models {
        if let child = model.child(named: name) { return child }
      }
      return nil
    }
  }

  private struct MissingTemplate: Error {
    let name: String
  }
}

extension WebRequest {
  /// - Parameter change: what the page changes in its frame.
  func page(
    _ content: some TemplateDocument, status: HTTPResponse.Status = .ok,
    frame change: (inout PageFrame) -> Void = { _ in }
  ) throws -> Response {
    var frame = try PageFrame(self)
    // Error pages show no statistics.
    if status.code >= 400 { frame.computed = nil }
    change(&frame)
    return Response(
      status: status, headers: [.contentType: "text/html; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(string: try services.pages.html(content, in: frame, language))))
  }
}
