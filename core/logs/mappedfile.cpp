// SPDX-License-Identifier: MIT
#include "core/logs/mappedfile.h"

#include "core/base/files.h"

#include <QCoreApplication>
#include <QDir>

#include <algorithm>

namespace punchcard {
namespace {

struct Mapping
{
    Q_DECLARE_TR_FUNCTIONS(MappedFile)
};

Error notMapped(const QFile &file)
{
    return storageError(Mapping::tr("The log “%1” could not be read.").arg(QDir::toNativeSeparators(file.fileName())), file.fileName(),
                        file.errorString());
}

} // namespace

Result<std::shared_ptr<const MappedFile>> MappedFile::open(const QString &path)
{
    const std::shared_ptr<MappedFile> mapped(new MappedFile);
    QFile &file = mapped->m_file;
    file.setFileName(path);
    if (!file.exists())
        return Error{.kind = Error::Kind::Missing,
                     .what = Mapping::tr("There is no log “%1”.").arg(QDir::toNativeSeparators(path)),
                     .remedy = Mapping::tr("Fetch the job again."),
                     .detail = path};
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return notMapped(file);
    mapped->m_size = file.size();
    mapped->m_identity = fileIdentity(file);
    if (mapped->m_size > 0) {
        mapped->m_data = reinterpret_cast<const char *>(file.map(0, mapped->m_size));
        if (!mapped->m_data)
            return notMapped(file);
    }
    return std::shared_ptr<const MappedFile>(mapped);
}

MappedFile::~MappedFile() = default;

QByteArrayView MappedFile::bytes(qint64 begin, qint64 end) const
{
    begin = std::clamp<qint64>(begin, 0, m_size);
    end = std::clamp(end, begin, m_size);
    return {m_data + begin, qsizetype(end - begin)};
}

void MappedFile::release(qint64 begin, qint64 end) const
{
    const QByteArrayView view = bytes(begin, end);
    if (!view.isEmpty())
        releasePages(view.data(), view.size());
}

MappedFile::Change MappedFile::change() const
{
    QFile now(m_file.fileName());
    if (!now.open(QIODevice::ReadOnly | QIODevice::Unbuffered) || fileIdentity(now) != m_identity || now.size() < m_size)
        return Change::Replaced;
    return now.size() > m_size ? Change::Grown : Change::None;
}

} // namespace punchcard
