package import DatabaseAccess
import Foundation
import Hummingbird
import HummingbirdCore
import Jobs
import LRS
package import Logging
import NIOCore
import SingleSignOn

/// The HTTP server of the site.
package enum Server {
  /// The folder of templates, languages and static files.
  static let resources = Bundle.module.bundleURL

  /// Serves requests and builds exports until it is stopped. Then it accepts no more requests, lets the running ones
  /// finish (up to `stopLimit`), releases unfinished jobs to the queue at once, and writes the pending audit entries.
  /// - Parameters:
  ///   - port: 0 picks a free one.
  ///   - stopsOnSignal: whether SIGINT and SIGTERM stop it; otherwise only cancelling the task does.
  ///   - onServing: called with the port once requests are accepted.
  package static func serve(
    _ database: any SQLDatabase, _ settings: SiteSettings, host: String, port: Int, logger: Logger,
    stopsOnSignal: Bool, onServing: @escaping @Sendable (Int) async -> Void
  ) async throws {
    let meters = Metrics()
    let connections = Connections(
      limit: try DescriptorLimit.current.connections(wanted: settings.connections), hasProxies: settings.proxies > 0)
    let database = DerivingDatabase(
      MeteredDatabase(database: database, meter: meters.store), settings.derivation)
    let background = BackgroundWrites(database, logger)
    let services = Services(
      database: database, settings: settings, pages: try await PageRenderer(settings.languages),
      background: background, records: RecordQueue(database), sessions: SessionWriting(database, background, settings),
      provider: settings.singleSignOn.map { IdentityProvider($0) }, meters: meters, connections: connections,
      statements: StatementClock(now: settings.preciseNow))
    services.sessions.endLeft()
    let workers = Workers(database)
    let listening = services.listening
    let application = Application(
      router: router(services, logger), server: .http1(configuration: connections.configuration(settings)),
      configuration: .init(address: .hostname(host, port: port), serverName: "tallybook"),
      onServerRunning: { channel in
        let port = channel.localAddress?.port ?? port
        AcceptMonitor.add(to: channel, logger)
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
    router.add(middleware: RequestLogger(meter: services.meters.requests))
    router.add(middleware: SecurityHeaders(isSecure: services.settings.isSecure))
    router.add(middleware: ErrorMiddleware(services: services))
    router.add(middleware: HostCheck())
    for (path, file) in PublicFiles.all.files {
      router.get(RouterPath(path)) { request, _ in file.response(to: request) }
    }
    let gate = AuthorizationMiddleware(services: services)
    let pages = PageExecutor()
    for route in Routes.all {
      router.on(route.path, method: route.method) { request, context in
        guard route.method == .get else { return try await gate.answer(route, request, context) }
        return try await withTaskExecutorPreference(pages) { try await gate.answer(route, request, context) }
      }
    }
    return router
  }
}

extension Connections {
  /// Closes a connection that sends no complete request head within `idleMilliseconds`, or nothing of a body for that
  /// long; `ConnectionMonitor` and `SendMonitor` define the minimum rates. Heads are limited to 80 KiB by default.
  fileprivate func configuration(_ settings: SiteSettings) -> HTTP1Channel.Configuration {
    let limits = ConnectionLimits(settings)
    return .init(
      additionalChannelHandlers: [HTTP10Host.Placing(), ConnectionMonitor(self, limits)],
      idleTimeout: .milliseconds(Int64(settings.idleMilliseconds)))
  }
}
