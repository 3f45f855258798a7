// SPDX-License-Identifier: MIT
// A window of another program that takes files: droptarget FOLDER. It copies what is dropped on it into FOLDER and ends.
#include <QApplication>
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
            const QString file = url.toLocalFile();
            if (QFile::copy(file, m_folder + u'/' + QFileInfo(file).fileName()))
                ++copied;
            std::printf("%s\n", qPrintable(url.toString()));
        }
        event->acceptProposedAction();
        QApplication::exit(copied > 0 ? 0 : 1);
    }

private:
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
