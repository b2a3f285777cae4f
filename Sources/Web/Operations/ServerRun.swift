import Hummingbird
import Jobs
import Logging
import ServiceLifecycle
import UnixSignals

/// The server from its beginning to its end. Asked to stop, it takes no more connections, hands jobs back at once, and lets requests
/// come to their end, up to a limit; then it breaks them off.
struct ServerRun<Served: ApplicationProtocol>: Service {
  let application: Served
  let workers: Workers
  let limit: Duration
  let logger: Logger

  /// How long what was broken off may take to notice, before nobody waits for it any more.
  private static var patience: Duration { .seconds(5) }

  /// - Parameter bySignal: whether SIGTERM and SIGINT stop it; else the task's cancellation alone does.
  func untilStopped(bySignal: Bool) async throws {
    // The group tells of each of its steps; what matters is said here.
    var quiet = logger
    quiet.logLevel = .error
    let group = ServiceGroup(
      configuration: .init(
        services: [self], gracefulShutdownSignals: bySignal ? [.sigterm, .sigint] : [], logger: quiet))
    try await group.run()
  }

  func run() async throws {
    let (ends, continuation) = AsyncStream.makeStream(of: Result<Void, any Error>.self)
    // Apart from this task: what is stuck in the store must not hold the process up for ever.
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
      logger.warning("Requests that have not come to their end are broken off")
      serving.cancel()
      try? await Task.sleep(for: Self.patience)
      giveUp()
    }
  }
}
