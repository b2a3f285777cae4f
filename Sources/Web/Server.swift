package import DatabaseAccess
import Foundation
import Hummingbird
import HummingbirdCore
import Jobs
package import Logging
import NIOCore
import SingleSignOn

/// The site as a server.
package enum Server {
  /// The folder of templates, languages and files for browsers.
  static let resources = Bundle.module.bundleURL

  /// Serves, and makes files, until it is stopped: then it takes no more requests, ends those at hand (`stopLimit`), hands files
  /// that are being made back to the queue at once, and writes what was still to be noted in the audit log.
  /// - Parameters:
  ///   - port: 0 takes a free one.
  ///   - stopsOnSignal: whether SIGINT and SIGTERM stop it; else the task's cancellation alone does.
  ///   - onServing: told the port once requests are taken.
  package static func serve(
    _ database: any SQLDatabase, _ settings: SiteSettings, host: String, port: Int, logger: Logger,
    stopsOnSignal: Bool, onServing: @escaping @Sendable (Int) async -> Void
  ) async throws {
    let meters = Meters()
    let connections = Connections(
      limit: try DescriptorLimit.current.connections(wanted: settings.connections), hasProxies: settings.proxies > 0)
    let database = MeteredDatabase(database: database, meter: meters.store)
    let background = BackgroundWrites(database, logger)
    let services = Services(
      database: database, settings: settings, pages: try await PageRenderer(settings.languages),
      background: background, sessions: SessionWriting(database, background, settings),
      provider: settings.singleSignOn.map { IdentityProvider($0) }, meters: meters, connections: connections)
    services.sessions.endLeft()
    let workers = Workers(database)
    let listening = services.listening
    let application = Application(
      router: router(services, logger), server: .http1(configuration: connections.configuration(settings)),
      configuration: .init(address: .hostname(host, port: port), serverName: "tallybook"),
      onServerRunning: { channel in
        let port = channel.localAddress?.port ?? port
        AcceptWatch.add(to: channel, logger)
        listening.set(host, port)
        if settings.workers != nil { workers.start(JobSettings(services, listening.address, logger)) }
        await onServing(port)
      }, logger: logger)
    let run = ServerRun(application: application, workers: workers, limit: settings.stopLimit, logger: logger)
    let end: Result<Void, any Error>
    do { end = .success(try await run.untilStopped(bySignal: stopsOnSignal)) } catch { end = .failure(error) }
    await workers.stop()
    await services.background.finish()
    services.sessions.finish()
    try end.get()
  }

  private static func router(_ services: Services, _ logger: Logger) -> Router<Context> {
    let router = Router(context: Context.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: RequestWatch(meter: services.meters.requests))
    router.add(middleware: SecurityHeaders(isSecure: services.settings.isSecure))
    router.add(middleware: ErrorAnswers(services: services))
    router.add(middleware: HostCheck())
    for (path, file) in PublicFiles.all.files {
      router.get(RouterPath(path)) { request, _ in file.response(to: request) }
    }
    let gate = Guard(services: services)
    for route in Site.routes {
      router.on(route.path, method: route.method) { request, context in
        try await gate.answer(route, request, context)
      }
    }
    return router
  }
}

extension Connections {
  /// A client that sends no whole head for a minute, or nothing of a body, is cut off; `ConnectionWatch` and `SendWatch` say
  /// how slow it may be otherwise. Heads are limited to 80 KiB, by default.
  fileprivate func configuration(_ settings: SiteSettings) -> HTTP1Channel.Configuration {
    let limits = ConnectionLimits(settings)
    return .init(
      additionalChannelHandlers: [HTTP10Host.Placing(), ConnectionWatch(self, limits)],
      idleTimeout: .milliseconds(Int64(settings.idleMilliseconds)))
  }
}
