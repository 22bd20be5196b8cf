import boto.swf.layer2 as swf
from connection import DOMAIN, serve


class PartWorker(swf.ActivityWorker):
    domain = DOMAIN
    task_list = 'parallel'

    def run(self):
        task = self.poll()
        if 'activityId' in task:
            self.complete(result='part-%s' % task['input'])


if __name__ == '__main__':
    serve(PartWorker())
