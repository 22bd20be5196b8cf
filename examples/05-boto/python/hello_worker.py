import boto.swf.layer2 as swf
from connection import DOMAIN, serve


class HelloWorker(swf.ActivityWorker):
    domain = DOMAIN
    task_list = 'default'

    def run(self):
        task = self.poll()
        if 'activityId' not in task:
            return  # the poll has ended without a task
        if task['input'] == 'invalid':
            self.fail(reason='the name is invalid')
        else:
            self.complete(result='Hello, %s!' % task['input'])


if __name__ == '__main__':
    serve(HelloWorker())
