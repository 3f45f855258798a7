// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/http/saved.h"

#include <QCryptographicHash>
#include <QFile>

#include <memory>

namespace punchcard::http {

/// A file as it comes in: `<file>.part` with the bytes so far and `<file>.part.info` with what is needed to go on with
/// them another day. Hashes while it writes. Its functions touch the disk: call them on the pool, one at a time.
class PartFile
{
public:
    /// What the answer's headers say of the body.
    struct Head
    {
        int status = 200; ///< 200: from the beginning; 206: from `first`.
        qint64 first = 0;
        qint64 total = -1; ///< Of the whole, -1 when not said.
        QByteArray validator = {}; ///< For If-Range; empty: this cannot be gone on with.
        QString contentType = {};
        QString fileName = {};
        QString path = {}; ///< Of its URL.
    };

    /// Takes up what an earlier try has left for @p file, hashing it anew. Storage when the folder does not let us.
    [[nodiscard]] static Result<std::shared_ptr<PartFile>> open(const QString &file);

    [[nodiscard]] qint64 size() const { return m_size; }
    [[nodiscard]] qint64 total() const { return m_head.total; }
    [[nodiscard]] QByteArray validator() const { return m_head.validator; }
    [[nodiscard]] QByteArray sha256() const;

    /// Gets ready for the body that @p head announces. Storage: no room for it. Corrupt: it does not join on to what is
    /// here; start over.
    [[nodiscard]] Result<> begin(const Head &head);
    [[nodiscard]] Result<> append(const QByteArray &bytes);
    /// Throws away what is here.
    [[nodiscard]] Result<> startOver();
    /// Syncs and gives the file its name, replacing one that was there.
    [[nodiscard]] Result<Saved> finish();

    /// Storage unless there is room for @p bytes more beside @p file.
    [[nodiscard]] static Result<> checkRoom(const QString &file, qint64 bytes);

private:
    explicit PartFile(const QString &file);
    [[nodiscard]] Result<> takeUp();
    void readInfo();
    [[nodiscard]] Result<> writeInfo() const;

    QString m_name;
    QFile m_part;
    qint64 m_size = 0;
    Head m_head;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
};

} // namespace punchcard::http
