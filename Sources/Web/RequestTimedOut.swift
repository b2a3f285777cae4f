/// Waits for a result up to a limit. The body is then cancelled, but not waited for: it may ignore cancellation.
/// - Throws: `RequestTimedOut`, or what the body throws.
func within<T: Sendable>(_ limit: Duration, _ body: @escaping @Sendable () async throws -> T) async throws -> T {
  let (ends, continuation) = AsyncStream.makeStream(of: Result<T, any Error>.self)
  let work = Task {
    do { continuation.yield(.success(try await body())) } catch { continuation.yield(.failure(error)) }
  }
  let clock = Task {
    try await Task.sleep(for: limit)
    continuation.yield(.failure(RequestTimedOut()))
  }
  defer {
    work.cancel()
    clock.cancel()
  }
  for await end in ends { return try end.get() }
  throw CancellationError()
}

struct RequestTimedOut: Error {}
