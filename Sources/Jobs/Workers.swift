import Access
package import DatabaseAccess
import Reports
import Synchronization

/// The workers of one process: they take jobs, make files, send letters and clear up, until they are stopped.
package final class Workers: Sendable {
  private let database: any SQLDatabase
  private let isStopping = Atomic(false)
  /// What is being made now, by the lease's secret.
  private let running = Mutex<[String: (lease: Lease, progress: JobProgress)]>([:])

  private let settings = Mutex<JobSettings?>(nil)
  private let ending = Mutex<Task<Void, Never>?>(nil)

  package init(_ database: any SQLDatabase) { self.database = database }

  /// Starts, once. Without workers no files are made; letters, schedules and the rest happen all the same: whoever comes
  /// first at a store takes each, so that it happens once.
  package func start(_ settings: JobSettings) {
    self.settings.withLock { $0 = settings }
    for _ in 0..<settings.workers { loop(settings) { [self] in try await workOnNext(settings) } }
    if let post = settings.post {
      let postman = Postman(database: database, settings: settings, post: post)
      loop(settings) { try await postman.sendNext() }
    }
    let timetable = Timetable(database: database, settings: settings)
    loop(settings) { try await timetable.runNext() }
    let retention = Retention(database: database, settings: settings)
    loop(settings) { try await retention.sweepIfDue() }
    for chore in settings.chores { loop(settings, chore) }
  }

  /// Repeats a step: at once if there was something to do, else after a pause.
  private func loop(_ settings: JobSettings, _ step: @escaping @Sendable () async throws -> Bool) {
    Task.detached { [self] in
      while !isStopping.load(ordering: .relaxed) {
        var hadWork = false
        do { hadWork = try await step() } catch { settings.onTrouble("\(error)") }
        if !hadWork { try? await Task.sleep(for: settings.pause) }
      }
    }
  }

  /// Lets the jobs at hand come to their end, for a short time; hands back those that do not. Again, it waits for the first.
  package func stop() async {
    // Apart from the caller's task, which may be cancelled and then could not wait.
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
    for work in left { work.progress.callOff() }
    let now = settings.machineNow()
    // Not when those who make them notice, which may take a while: another server may go on at once.
    if !left.isEmpty {
      try? await database.write { session in for work in left { try work.lease.handBack(now: now, session) } }
    }
    await wait(.seconds(2))
  }

  /// Until nothing is being made any more, but no longer than this.
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
      let lease = try await database.write({ try Lease.take(now: now, $0) })
    else { return false }
    let progress = JobProgress()
    running.withLock { $0[lease.secret] = (lease, progress) }
    defer { running.withLock { _ = $0.removeValue(forKey: lease.secret) } }
    // Taken when the end had begun already.
    if isStopping.load(ordering: .relaxed), settings.grace == .zero { progress.callOff() }
    let life = Task.detached { [self] in await giveSigns(of: lease, progress, settings) }
    defer { life.cancel() }
    do {
      let made = try await FileMaking(lease: lease, settings: settings, progress: progress).make(database)
      do { try await finish(lease, made, settings) } catch {
        settings.folder.remove(made.file)
        throw error
      }
    } catch is JobProgress.CalledOff {
      // Cancelled and taken up: the lease is not held any more, and nothing happens. Stopping: the next server goes on.
      try await database.write { try lease.handBack(now: settings.machineNow(), $0) }
    } catch {
      let failure = JobFailure(error)
      settings.onTrouble("A file was not made (\(failure.rawValue)): \(error)")
      try await database.write { try lease.fail(failure, now: settings.machineNow(), $0) }
    }
    return true
  }

  private func finish(_ lease: Lease, _ made: MadeFile, _ settings: JobSettings) async throws {
    let now = settings.machineNow()
    let isOurs = try await database.write { session in
      guard try lease.finish(made, now: now, session) else { return false }
      if made.head.subject != made.viewer.key {
        try Audit.note(
          "\(lease.job.order?.content.kind ?? "").job", by: made.viewer, subject: made.head.subject,
          filters: lease.job.order?.text ?? "", rows: made.rows, at: now, session)
      }
      return true
    }
    if !isOurs { settings.folder.remove(made.file) }
  }

  /// Once a second; where the job is not in these hands any more, the work is called off.
  private func giveSigns(of lease: Lease, _ progress: JobProgress, _ settings: JobSettings) async {
    while !Task.isCancelled, !progress.isCalledOff {
      let (expected, done) = progress.now
      let now = settings.machineNow()
      // Apart from this task, which is cancelled when the file is there: a write must not be broken off by that.
      let write = Task.detached { [database] in
        try await database.write { try lease.renew(expected: expected, done: done, now: now, $0) }
      }
      // A store that is busy says nothing about the lease.
      if (try? await write.value) == false { progress.callOff() }
      try? await Task.sleep(for: min(.seconds(1), settings.pause * 2))
    }
  }
}
