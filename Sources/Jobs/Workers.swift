import Access
package import DatabaseAccess
import Reports
import Synchronization

/// The workers of one process: they claim jobs, create files, send emails and clean up until they are stopped.
package final class Workers: Sendable {
  private let database: any SQLDatabase
  private let isStopping = Atomic(false)
  /// The jobs in progress, by the lease's secret.
  private let running = Mutex<[String: (lease: Lease, progress: JobProgress)]>([:])

  private let settings = Mutex<JobSettings?>(nil)
  private let ending = Mutex<Task<Void, Never>?>(nil)

  package init(_ database: any SQLDatabase) { self.database = database }

  /// Starts the workers; call it once. With 0 workers, files are not created here; emails, schedules and periodic tasks
  /// still run. If several servers share a store, each task is claimed by one of them, so that it runs once.
  package func start(_ settings: JobSettings) {
    self.settings.withLock { $0 = settings }
    for _ in 0..<settings.workers { loop(settings) { [self] in try await workOnNext(settings) } }
    if let post = settings.post {
      let postman = MailWorker(database: database, settings: settings, post: post)
      loop(settings) { try await postman.sendNext() }
    }
    let timetable = Scheduler(database: database, settings: settings)
    loop(settings) { try await timetable.runNext() }
    let retention = Retention(database: database, settings: settings)
    loop(settings) { try await retention.sweepIfDue() }
    for chore in settings.periodicTasks { loop(settings, chore) }
  }

  /// Repeats a step: at once if it did anything, otherwise after a pause.
  private func loop(_ settings: JobSettings, _ step: @escaping @Sendable () async throws -> Bool) {
    Task.detached { [self] in
      while !isStopping.load(ordering: .relaxed) {
        var hadWork = false
        do { hadWork = try await step() } catch { settings.onTrouble("\(error)") }
        if !hadWork { try? await Task.sleep(for: settings.pause) }
      }
    }
  }

  /// Waits briefly for running jobs, then releases the others. Further calls wait for the first.
  package func stop() async {
    // In a separate task: the caller's may be cancelled, and then could not wait.
    let task = ending.withLock { ending in
      let task = ending ?? Task.detached { [self] in await end() }
      ending = task
      return task
    }
    await task.value
  }

  private func end() async {
    isStopping.store(true, ordering: .relaxed)
    guard let settings = settings.withLock({ $0 }) else { return }
    await wait(settings.grace)
    let left = running.withLock { Array($0.values) }
    for work in left { work.progress.cancel() }
    let now = settings.machineNow()
    // Released before the workers notice, which may take a while: another server can continue at once.
    if !left.isEmpty {
      try? await database.write { session in for work in left { try work.lease.release(now: now, session) } }
    }
    await wait(.seconds(2))
  }

  /// Waits until no job is in progress, up to a limit.
  private func wait(_ limit: Duration) async {
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: limit)
    while !running.withLock({ $0.isEmpty }), clock.now < end { try? await Task.sleep(for: .milliseconds(20)) }
  }
}

extension Workers {
  /// - Returns: whether there was a job.
  private func workOnNext(_ settings: JobSettings) async throws -> Bool {
    let now = settings.machineNow()
    guard try await database.read({ try Lease.isAnyDue(now: now, $0) }),
      let lease = try await database.write({ try Lease.acquire(now: now, $0) })
    else { return false }
    let progress = JobProgress()
    running.withLock { $0[lease.secret] = (lease, progress) }
    defer { running.withLock { _ = $0.removeValue(forKey: lease.secret) } }
    // Claimed after the shutdown had begun.
    if isStopping.load(ordering: .relaxed), settings.grace == .zero { progress.cancel() }
    let life = Task.detached { [self] in await heartbeat(of: lease, progress, settings) }
    defer { life.cancel() }
    do {
      let made = try await ExportBuilder(lease: lease, settings: settings, progress: progress).make(database)
      do { try await finish(lease, made, settings) } catch {
        settings.folder.remove(made.file)
        throw error
      }
    } catch is JobProgress.Cancelled {
      // Cancelled or taken over: the lease was lost and this has no effect. Stopping: the next server continues.
      try await database.write { try lease.release(now: settings.machineNow(), $0) }
    } catch {
      let failure = JobFailure(error)
      settings.onTrouble("A file could not be created (\(failure.rawValue)): \(error)")
      try await database.write { try lease.fail(failure, now: settings.machineNow(), $0) }
    }
    return true
  }

  private func finish(_ lease: Lease, _ made: ExportedFile, _ settings: JobSettings) async throws {
    let now = settings.machineNow()
    let isOurs = try await database.write { session in
      guard try lease.finish(made, now: now, session) else { return false }
      if made.head.subject != made.viewer.key {
        try Audit.note(
          "\(lease.job.order?.content.kind ?? "").job", by: made.viewer, subject: made.head.subject,
          filters: try lease.job.order?.text ?? "", rows: made.rows, at: now, session)
      }
      return true
    }
    if !isOurs { settings.folder.remove(made.file) }
  }

  /// The heartbeat, once a second; cancels the job if its lease was lost.
  private func heartbeat(of lease: Lease, _ progress: JobProgress, _ settings: JobSettings) async {
    while !Task.isCancelled, !progress.isCalledOff {
      let (expected, done) = progress.now
      let now = settings.machineNow()
      // In a separate task: this one is cancelled when the file is complete, which must not abort the write.
      let write = Task.detached { [database] in
        try await database.write { try lease.renew(expected: expected, done: done, now: now, $0) }
      }
      // If the store is busy, the lease may still be valid.
      if (try? await write.value) == false { progress.cancel() }
      try? await Task.sleep(for: min(.seconds(1), settings.pause * 2))
    }
  }
}
