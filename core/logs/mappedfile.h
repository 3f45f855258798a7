// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QByteArrayView>
#include <QFile>

#include <memory>

namespace punchcard {

/// A file shown in memory as it was when it was opened: nothing of it is loaded before it is looked at. Reading is safe on
/// any thread; whoever shares it keeps it. A file that grew is opened anew.
class MappedFile
{
public:
    /// Who reads through it releases what lies behind after so many bytes.
    static constexpr qint64 releaseEvery = 4 << 20;

    /// Missing or Storage: the file cannot be opened.
    [[nodiscard]] static Result<std::shared_ptr<const MappedFile>> open(const QString &path);
    ~MappedFile();
    Q_DISABLE_COPY_MOVE(MappedFile)

    [[nodiscard]] QString path() const { return m_file.fileName(); }
    [[nodiscard]] qint64 size() const { return m_size; }
    /// From @p begin up to @p end, as far as the file goes.
    [[nodiscard]] QByteArrayView bytes(qint64 begin, qint64 end) const;
    /// Nobody needs these bytes soon: the process gives their memory back. They can still be read.
    void release(qint64 begin, qint64 end) const;

    enum class Change { None, Grown, Replaced };
    /// What has happened to the file of this path since it was opened; also cut or removed counts as replaced.
    [[nodiscard]] Change change() const;
    /// Whether all bytes can still be read: false when somebody cut the very file.
    [[nodiscard]] bool isWhole() const { return m_file.size() >= m_size; }

private:
    MappedFile() = default;

    QFile m_file;
    qint64 m_size = 0;
    quint64 m_identity = 0;
    const char *m_data = nullptr;
};

/// What tells the file @p file is open on from one that took its name later; 0 where the system has no such thing.
[[nodiscard]] quint64 fileIdentity(const QFile &file);
/// Takes the pages that lie whole in these bytes of a mapped file out of the process.
void releasePages(const char *data, qint64 size);

} // namespace punchcard
