import Hummingbird
import Jobs
import Logging
import ServiceLifecycle
import UnixSignals

/// Runs the server. When asked to stop, it accepts no more connections, releases jobs at once, and lets requests finish
/// up to a limit; then it cancels them.
struct ServerRun<Served: ApplicationProtocol>: Service {
  let application: Served
  let workers: Workers
  let limit: Duration
  let logger: Logger

  /// How long cancelled requests may take to react before the process stops waiting for them.
  private static var patience: Duration { .seconds(5) }

  /// - Parameter bySignal: whether SIGTERM and SIGINT stop it; otherwise only cancelling the task does.
  func untilStopped(bySignal: Bool) async throws {
    // The service group would log each of its steps.
    var quiet = logger
    quiet.logLevel = .error
    let group = ServiceGroup(
      configuration: .init(
        services: [self], gracefulShutdownSignals: bySignal ? [.sigterm, .sigint] : [], logger: quiet))
    try await group.run()
  }

  func run() async throws {
    let (ends, continuation) = AsyncStream.makeStream(of: Result<Void, any Error>.self)
    // A separate task: a request stuck in the database must not keep the process alive for ever.
    let serving = Task { [application] in
      do { continuation.yield(.success(try await application.run())) } catch { continuation.yield(.failure(error)) }
    }
    try await withTaskCancellationHandler {
      try await withGracefulShutdownHandler {
        for await end in ends { return try end.get() }
        await serving.value
      } onGracefulShutdown: {
        stop(serving) { continuation.yield(.success(())) }
      }
    } onCancel: {
      serving.cancel()
    }
  }

  private func stop(_ serving: Task<Void, Never>, giveUp: @escaping @Sendable () -> Void) {
    logger.notice("Stopping")
    Task.detached { await workers.stop() }
    Task.detached {
      try? await Task.sleep(for: limit)
      logger.warning("Cancelling requests that have not finished")
      serving.cancel()
      try? await Task.sleep(for: Self.patience)
      giveUp()
    }
  }
}
