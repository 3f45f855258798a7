// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/home.h"
#include "core/job/job.h"

#include <QLockFile>

#include <memory>

namespace punchcard::store {

/// The folder of one job: spec.json, script, inputs/, logs/, downloads/, artifacts/<name>/, lock.
class JobFolder
{
public:
    JobFolder(const Home &home, const QString &uid);

    /// Makes the folder and writes the script and the description, both synced, before anything is submitted.
    [[nodiscard]] Result<> write(const JobSpec &spec, const QByteArray &script) const;
    [[nodiscard]] Result<QByteArray> script() const;

    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] QString inputs() const { return m_path + QStringLiteral("/inputs"); }
    [[nodiscard]] QString logs() const { return m_path + QStringLiteral("/logs"); }
    /// Archives on their way, and those that could not be unpacked completely.
    [[nodiscard]] QString downloads() const { return m_path + QStringLiteral("/downloads"); }
    [[nodiscard]] QString artifacts() const { return m_path + QStringLiteral("/artifacts"); }

    /// Takes the lock that says who drives the job; nullptr while another process holds it. Free again when dropped,
    /// and at once when its holder dies. Storage: there is no room for its file, or no folder.
    [[nodiscard]] Result<std::unique_ptr<QLockFile>> tryLock() const;

    /// Copies script, description, inputs, logs and artifacts into @p folder, which it makes. Links are left out.
    /// Conflict: there is something of that name. Storage: a file could not be copied.
    [[nodiscard]] Result<> exportTo(const QString &folder) const;

    /// Deletes all of it. Storage: something stayed.
    [[nodiscard]] Result<> remove() const;

private:
    QString m_path;
};

} // namespace punchcard::store
