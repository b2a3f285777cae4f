package import DatabaseAccess
import Foundation
package import Hummingbird
package import Logging

/// The site as a server.
package enum Server {
  /// - Parameter onServing: told the port once requests are taken.
  package static func application(
    _ database: any SQLDatabase, _ settings: SiteSettings, host: String, port: Int, logger: Logger,
    onServing: @escaping @Sendable (Int) async -> Void
  ) async throws -> some ApplicationProtocol {
    let resources = Bundle.module.bundleURL
    let services = Services(
      database: database, settings: settings, pages: try await PageRenderer(resources, settings.languages),
      background: BackgroundWrites(database, logger))
    return Application(
      router: router(services, resources, logger),
      configuration: .init(address: .hostname(host, port: port), serverName: "tallybook"),
      onServerRunning: { channel in await onServing(channel.localAddress?.port ?? port) }, logger: logger)
  }

  private static func router(_ services: Services, _ resources: URL, _ logger: Logger) -> Router<Context> {
    let router = Router(context: Context.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: SecurityHeaders(isSecure: services.settings.isSecure))
    router.add(middleware: ErrorAnswers(services: services))
    router.add(
      middleware: FileMiddleware(
        resources.appending(path: "Public").path,
        cacheControl: .init([.text, .image, .application].map { (MediaType(type: $0), [.public, .maxAge(86_400)]) }),
        logger: logger))
    let gate = Guard(services: services)
    for route in Site.routes {
      router.on(route.path, method: route.method) { request, context in
        try await gate.answer(route, request, context)
      }
    }
    return router
  }
}
