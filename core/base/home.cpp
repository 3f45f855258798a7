// SPDX-License-Identifier: MIT
#include "core/base/home.h"

#include "core/base/files.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace punchcard {

using namespace Qt::StringLiterals;

Result<Home> Home::open()
{
    Home home;
    const QString own = qEnvironmentVariable("PUNCHCARD_HOME");
    if (own.isEmpty()) {
        home.data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/punchcard"_s;
        home.config = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/punchcard"_s;
        home.cache = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + u"/punchcard/data"_s;
        home.keychainService = u"punchcard"_s;
    } else {
        home.data = QDir(own).absolutePath();
        home.config = home.data + u"/config"_s;
        home.cache = home.data + u"/cache"_s;
        const QByteArray hash = QCryptographicHash::hash(home.data.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
        home.keychainService = u"punchcard:"_s + QString::fromLatin1(hash);
    }
    for (const QString &folder : {home.data, home.config, home.cache, home.data + u"/jobs"_s}) {
        if (const Result<> made = makePrivateFolder(folder); !made)
            return made.error();
    }
    if (!QFileInfo(home.data).isWritable())
        return storageError(QCoreApplication::translate("Home", "Punchcard's folder “%1” is not writable.").arg(home.data), home.data, {});
    return home;
}

} // namespace punchcard
