import Access
import DatabaseAccess
import Hummingbird
import Intake
import Logging
import Records
import SCIM
import Spreadsheets
import Store

/// Turns errors into responses: a page for browsers, a problem (RFC 9457) for API clients. An unforeseen error becomes
/// "Internal error" with the request's id, and is logged in full.
struct ErrorMiddleware: RouterMiddleware {
  let services: Services

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    do { return try await next(request, context) } catch {
      if request.uri.path.startsWithBytes(of: SCIMAPI.path) { return SCIMFault.answer(to: error, context) }
      if XAPIRoute.isBelow(request.uri.path) { return XAPIFault.answer(to: error, context) }
      let problem = Problem(error)
      if problem.status.code >= 500 {
        context.logger.log(level: Self.level(error), "A request failed", metadata: ["error": "\(error)"])
      }
      if request.wantsProblem { return problem.response(requestID: context.id) }
      if problem.kind == .notSignedIn { return Self.signIn(request) }
      return try await page(problem, request, context)
    }
  }

  /// Cancelled because the client disconnected; not an error.
  private static func level(_ error: any Error) -> Logger.Level {
    if case StorageError.interrupted = error { .info } else { .error }
  }

  private static func signIn(_ request: Request) -> Response {
    let isPage = request.method == .get && request.uri.path != "/"
    let address = request.uri.path + (request.uri.query.map { "?" + $0 } ?? "")
    return .redirect(to: isPage ? "/signin?return_to=\(Query.encoded(address))" : "/signin", type: .normal)
  }

  private func page(_ problem: Problem, _ request: Request, _ context: Context) async throws -> Response {
    // Do not look up the viewer in a busy database: it would wait a second time.
    let isBusy = problem.kind == .busy
    let visitor = isBusy ? nil : (try? await AuthorizationMiddleware(services: services).visitor(request)) ?? nil
    let visit = WebRequest(request: request, context: context, services: services, visitor: visitor)
    let language = visit.language
    let kind = problem.kind.rawValue
    let page = ErrorPage(
      status: problem.status.code, title: language("error_\(kind)_title"),
      happened: problem.words.map { language($0.key, $0.values) }
        ?? language("error_\(kind)_happened", ["place": problem.place]),
      advice: language.optional("error_\(kind)_advice")
        ?? language.plural("error_\(kind)_advice", ((problem.retryAfter ?? 60) + 59) / 60),
      request: problem.status.code >= 500 ? context.id : nil)
    var response = try visit.page(page, status: problem.status)
    response.headers[.retryAfter] = problem.retryAfter.map(String.init)
    return response
  }
}

extension Request {
  /// API clients get problems, browsers get pages.
  var wantsProblem: Bool {
    uri.path.startsWithBytes(of: "/api/") || headers[.authorization] != nil || !accepts("text/html") && accepts("json")
  }
}
