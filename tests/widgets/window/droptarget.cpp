// SPDX-License-Identifier: MIT
// A window of another program that takes files: droptarget FOLDER. It copies what is dropped on it into FOLDER and ends.
#include <QApplication>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QFileInfo>
#include <QMimeData>
#include <QWidget>

#include <cstdio>

namespace {

class DropTarget : public QWidget
{
public:
    explicit DropTarget(QString folder)
        : m_folder(std::move(folder))
    {
        setAcceptDrops(true);
        setWindowTitle(QStringLiteral("droptarget"));
    }

protected:
    void dragEnterEvent(QDragEnterEvent *event) override
    {
        if (event->mimeData()->hasUrls())
            event->acceptProposedAction();
    }

    void dropEvent(QDropEvent *event) override
    {
        int copied = 0;
        for (const QUrl &url : event->mimeData()->urls()) {
            copied += copy(url.toLocalFile(), m_folder) ? 1 : 0;
            std::printf("%s\n", qPrintable(url.toString()));
        }
        event->acceptProposedAction();
        QApplication::exit(copied > 0 ? 0 : 1);
    }

private:
    static bool copy(const QString &file, const QString &folder)
    {
        const QString target = folder + u'/' + QFileInfo(file).fileName();
        if (!QFileInfo(file).isDir())
            return QFile::copy(file, target);
        bool isWhole = QDir().mkpath(target);
        for (const QFileInfo &entry : QDir(file).entryInfoList(QDir::AllEntries | QDir::NoDotAndDotDot))
            isWhole = copy(entry.filePath(), target) && isWhole;
        return isWhole;
    }

    QString m_folder;
};

} // namespace

int main(int argc, char *argv[])
{
    const QApplication app(argc, argv);
    DropTarget target(QApplication::arguments().value(1));
    target.setGeometry(1300, 100, 300, 300);
    target.show();
    return QApplication::exec();
}
