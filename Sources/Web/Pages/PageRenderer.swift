import Access
import Calendar
import Foundation
import Hummingbird
import Mustache
import Spreadsheets

/// A page's content, by the names that its template uses.
typealias PageModel = [String: Any]

/// Renders pages from models and templates.
struct PageRenderer: Sendable {
  /// Parsed once per process: the tests start hundreds of sites in one.
  private static let ours = Task { try Templates.library() }

  private let templates: MustacheLibrary
  let languages: Languages

  /// - Parameter others: a folder of additional languages.
  init(_ others: URL?) async throws {
    templates = try await Self.ours.value
    languages = try Languages([Server.resources.appending(path: "Languages"), others].compactMap { $0 })
  }

  func response(
    _ template: String, _ model: PageModel, for visit: WebRequest, status: HTTPResponse.Status = .ok
  ) throws -> Response {
    var page = try frame(visit).merging(model) { _, own in own }
    // Error pages show no statistics.
    if status.code >= 400 { page["computed"] = nil }
    guard let html = templates.render(page, withTemplate: template) else {
      throw MissingTemplate(name: template)
    }
    return Response(
      status: status, headers: [.contentType: "text/html; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(string: html)))
  }

  /// A template without the page layout.
  func render(_ template: String, _ model: PageModel) -> String? { templates.render(model, withTemplate: template) }

  private struct MissingTemplate: Error {
    let name: String
  }

  /// What every page has: navigation, the viewer's menu, the time of computation.
  private func frame(_ visit: WebRequest) throws -> PageModel {
    let language = visit.language
    let style = visit.services.settings.style
    var model: PageModel = [
      "text": language.lookup, "language": ["code": language.code, "direction": language.direction],
      "version": Version.current, "home": "/", "create": [PageModel](), "side": [PageModel](), "notes": [PageModel](),
      "navigation": [PageModel](),
      "computed": [
        "instant": Instant.text(visit.now), "display": style.instantText(seconds: visit.now),
        "zone": visit.services.settings.timeZoneName,
      ],
    ]
    guard visit.isSignedIn else { return model }
    let viewer = try visit.viewer
    model["viewer"] =
      [
        "name": viewer.name, "page": viewer.page, "csrf": visit.csrf,
      ] as PageModel
    if viewer.roles.readsAuditLog { model["audit"] = "/audit" }
    model["navigation"] = Navigation.items(viewer, language, visit.request.uri.path)
    model["side"] = Navigation.side(viewer.roles, language, visit.request.uri.path)
    model["create"] = Navigation.create(viewer.roles, language)
    return model
  }
}

extension WebRequest {
  func page(_ template: String, _ model: PageModel, status: HTTPResponse.Status = .ok) throws -> Response {
    try services.pages.response(template, model, for: self, status: status)
  }
}
